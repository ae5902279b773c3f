'use client'

import { Check, Circle, LoaderCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CopyButton } from '@/components/CopyButton'
import { Button } from '@/components/ui/Button'
import { classes } from '@/components/ui/classes'
import { Notice } from '@/components/ui/Notice'
import { useExplanation } from '@/lib/errors/useExplanation'
import { shortHex } from '@/lib/format/shortHex'
import type { DisplayItem } from '@/lib/transactions/PlannedTransaction'
import { type Progress, stateOfStep, visibleSteps } from '@/lib/transactions/progress'

const icons = { done: Check, now: LoaderCircle, later: Circle } as const

/**
 * Where a transaction is: check your wallet → sent → confirmed → visible here. A refusal by the chain and a "no" in
 * the wallet are told apart. Every step is announced.
 */
export function TransactionStatus({
  progress,
  items = [],
  onDismiss,
}: {
  progress: Progress
  items?: readonly DisplayItem[]
  onDismiss: () => void
}) {
  const t = useTranslations('transactions')
  const explain = useExplanation()
  const hash = 'hash' in progress ? progress.hash : undefined
  const announcement =
    progress.step === 'idle'
      ? ''
      : progress.step === 'checking'
        ? t('steps.checking')
        : progress.step === 'cancelled' || progress.step === 'failed'
          ? ''
          : progress.step === 'confirmed' && progress.slow
            ? `${t('steps.confirmed')}. ${t('steps.slow')}`
            : `${t(`steps.${progress.step}`)}. ${t(`steps.${progress.step}Note`)}`
  return (
    <div data-testid="transaction-status" data-step={progress.step}>
      <p role="status" aria-live="polite" className="sr-only">
        {announcement}
      </p>
      {progress.step === 'cancelled' ? (
        <Notice
          tone="info"
          role="status"
          title={explain({ kind: 'transaction', key: 'cancelled' }).title}
          next={explain({ kind: 'transaction', key: 'cancelled' }).next}
        />
      ) : null}
      {progress.step === 'failed' ? (
        <Notice tone="bad" role="alert" title={t('failed')} next={explain(progress.why).next}>
          <p>{explain(progress.why).title}</p>
        </Notice>
      ) : null}
      {progress.step === 'idle' || progress.step === 'cancelled' || progress.step === 'failed' ? null : (
        <div className="rounded-xl border border-line bg-sunken p-4">
          <p className="font-bold">{t('steps.title')}</p>
          {progress.step === 'checking' ? <p className="text-quiet">{t('steps.checking')}</p> : null}
          <ol className="mt-2 space-y-2">
            {visibleSteps.map((step) => {
              const state = stateOfStep(step, progress)
              const Icon = icons[state]
              const current = progress.step === step
              return (
                <li
                  key={step}
                  aria-current={current ? 'step' : undefined}
                  className={classes('flex gap-2', state === 'later' && 'text-quiet')}
                >
                  <Icon
                    aria-hidden
                    className={classes(
                      'mt-1 size-5 shrink-0',
                      state === 'done' && 'text-good',
                      state === 'now' && 'animate-spin text-accent',
                    )}
                  />
                  <span>
                    <span className={state === 'later' ? undefined : 'font-semibold'}>
                      {t(`steps.${step}`)}
                    </span>
                    <span className="sr-only"> ({t(`state.${state}`)})</span>
                    {current ? (
                      <span className="block text-quiet text-sm">
                        {progress.step === 'confirmed' && progress.slow
                          ? t('steps.slow')
                          : t(`steps.${step}Note`)}
                      </span>
                    ) : null}
                  </span>
                </li>
              )
            })}
          </ol>
          {items.length > 0 && (progress.step === 'wallet' || progress.step === 'checking') ? (
            <div className="mt-3 border-line border-t pt-3">
              <p className="font-semibold text-sm">{t('details')}</p>
              <dl className="text-sm">
                {items.map(({ label, value }) => (
                  <div key={label} className="flex flex-wrap gap-x-2">
                    <dt className="text-quiet">{t(`item.${label}`)}:</dt>
                    <dd className="min-w-0 break-words" dir="auto">
                      {value}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ) : null}
        </div>
      )}
      {hash ? (
        <p className="flex items-center text-quiet text-sm">
          {t('transaction')}{' '}
          <span dir="ltr" className="ms-1 font-mono">
            {shortHex(hash)}
          </span>
          <CopyButton value={hash} what={t('transaction')} />
        </p>
      ) : null}
      {['visible', 'failed', 'cancelled'].includes(progress.step) ? (
        <Button tone="quiet" onClick={onDismiss}>
          {progress.step === 'visible' ? t('dismiss') : t('again')}
        </Button>
      ) : null}
    </div>
  )
}
