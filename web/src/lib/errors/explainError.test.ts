import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  HttpRequestError,
  UserRejectedRequestError,
} from 'viem'
import { describe, expect, it } from 'vitest'
import messages from '../../../messages/en/errors.json'
import { workerErrors } from '../../features/ask/workerError'
import { contractErrors } from './contractErrors'
import { explainError, transactionErrors } from './explainError'
import { readingErrors } from './readingError'

const abiFolder = join(import.meta.dirname, '../../../../contracts/generated/abi')
const inAbis = new Set(
  readdirSync(abiFolder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => JSON.parse(readFileSync(join(abiFolder, file), 'utf8')) as Abi)
    .flatMap((item) => (item.type === 'error' ? [item.name] : [])),
)

function revertedWith(errorName: string) {
  const error = new ContractFunctionRevertedError({ abi: [], functionName: 'execute' })
  error.data = { abiItem: { type: 'error', name: errorName, inputs: [] }, args: [], errorName }
  return new BaseError('outer', { cause: new BaseError('middle', { cause: error }) })
}

describe('what an error means', () => {
  it('has a sentence and a next step for every error of every generated ABI, and for no other', () => {
    expect(inAbis.size).toBeGreaterThan(40)
    expect(Object.keys(messages.contract).sort()).toEqual([...inAbis].sort())
    for (const { title, next } of Object.values(messages.contract)) {
      expect(title.length).toBeGreaterThan(10)
      expect(next.length).toBeGreaterThan(5)
    }
  })

  it('can decode every one of them, whichever contract was called', () => {
    expect(new Set(contractErrors.map(({ name }) => name))).toEqual(inAbis)
  })

  it('finds a contract’s own error however deep it is', () => {
    expect(explainError(revertedWith('GovernorAlreadyCastVote'))).toEqual({
      kind: 'contract',
      name: 'GovernorAlreadyCastVote',
    })
  })

  it('tells a person’s no from a failure', () => {
    const no = new UserRejectedRequestError(new Error('User rejected the request.'))
    expect(explainError(new BaseError('outer', { cause: no }))).toEqual({
      kind: 'transaction',
      key: 'cancelled',
    })
    expect(explainError({ code: 4001, message: 'no' })).toEqual({ kind: 'transaction', key: 'cancelled' })
  })

  it('knows a silent chain, a busy wallet and the unknown', () => {
    const silent = new HttpRequestError({ url: 'http://127.0.0.1:1', body: {} })
    expect(explainError(silent)).toEqual({ kind: 'transaction', key: 'chainUnreachable' })
    expect(explainError({ code: -32002, message: 'pending' })).toEqual({
      kind: 'transaction',
      key: 'walletBusy',
    })
    expect(explainError('what?')).toEqual({ kind: 'transaction', key: 'unknown' })
    expect(explainError(revertedWith('Error'))).toEqual({ kind: 'transaction', key: 'reverted' })
  })

  it('ends for an error that is its own cause', () => {
    const error: { cause?: unknown } = {}
    error.cause = error
    expect(explainError(error)).toEqual({ kind: 'transaction', key: 'unknown' })
  })

  it.each([
    ['transaction', transactionErrors],
    ['reading', readingErrors],
    ['worker', workerErrors],
  ] as const)('has words for every %s error', (kind, keys) => {
    expect(Object.keys(messages[kind]).sort()).toEqual([...keys].sort())
  })
})
