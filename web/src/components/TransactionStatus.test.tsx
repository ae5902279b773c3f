// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { NextIntlClientProvider } from 'next-intl'
import { afterEach, describe, expect, it, vi } from 'vitest'
import common from '../../messages/en/common.json'
import errors from '../../messages/en/errors.json'
import transactions from '../../messages/en/transactions.json'
import type { Progress } from '../lib/transactions/progress'
import { TransactionStatus } from './TransactionStatus'

afterEach(cleanup)

const hash = `0x${'ab'.repeat(32)}` as const

function show(progress: Progress, onDismiss = () => {}) {
  render(
    <NextIntlClientProvider locale="en" messages={{ common, errors, transactions } as never}>
      <TransactionStatus
        progress={progress}
        items={[{ label: 'action', value: 'Vote “For”' }]}
        onDismiss={onDismiss}
      />
    </NextIntlClientProvider>,
  )
}

const current = () =>
  screen
    .queryAllByRole('listitem')
    .filter((item) => item.getAttribute('aria-current') === 'step')
    .map((item) => item.textContent)

describe('the status of a transaction', () => {
  it('says nothing before anything happens', () => {
    show({ step: 'idle' })
    expect(screen.queryByText(transactions.steps.title)).toBeNull()
    expect(screen.getAllByRole('status').map((status) => status.textContent)).toEqual([''])
  })

  it('sends one to the wallet, with what will be sent', () => {
    show({ step: 'wallet' })
    expect(current()[0]).toContain('Check your wallet')
    expect(screen.getByText('Vote “For”')).toBeTruthy()
    expect(screen.getAllByRole('status')[0]?.textContent).toContain('Check your wallet')
  })

  it.each([
    [{ step: 'sent', hash } as const, 'Sent'],
    [{ step: 'confirmed', hash, block: 7, slow: false } as const, 'Confirmed by the chain'],
    [{ step: 'visible', hash, block: 7 } as const, 'Visible here'],
  ])('goes on to $step and announces it', (progress, words) => {
    show(progress)
    expect(current()[0]).toContain(words)
    expect(screen.getAllByRole('status')[0]?.textContent).toContain(words)
    expect(screen.queryByText('Vote “For”')).toBeNull()
  })

  it('says that it counts already when the index is slow', () => {
    show({ step: 'confirmed', hash, block: 7, slow: true })
    expect(screen.getAllByRole('status')[0]?.textContent).toContain('It counts already')
  })

  it('tells a person’s own no from a failure', () => {
    show({ step: 'cancelled' })
    expect(screen.getByText(errors.transaction.cancelled.title)).toBeTruthy()
    expect(screen.queryByText(transactions.failed)).toBeNull()
  })

  it('gives the contract’s refusal as a sentence with a next step, as an alert', () => {
    const onDismiss = vi.fn()
    show({ step: 'failed', why: { kind: 'contract', name: 'GovernorAlreadyCastVote' } }, onDismiss)
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain(errors.contract.GovernorAlreadyCastVote.title)
    expect(alert.textContent).toContain(errors.contract.GovernorAlreadyCastVote.next)
    screen.getByRole('button', { name: transactions.again }).click()
    expect(onDismiss).toHaveBeenCalledOnce()
  })

  it('has plain words for an error it has never heard of', () => {
    show({ step: 'failed', why: { kind: 'contract', name: 'SomethingNew' } })
    expect(screen.getByRole('alert').textContent).toContain(errors.transaction.reverted.title)
    expect(screen.getByRole('alert').textContent).not.toContain('SomethingNew')
  })
})
