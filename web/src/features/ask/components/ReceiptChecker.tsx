'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Hex } from 'viem'
import { Button } from '@/components/ui/Button'
import { Notice } from '@/components/ui/Notice'
import { useConfig } from '@/lib/config/ConfigProvider'
import { shortHex } from '@/lib/format/shortHex'
import type { Answer } from '../answer'
import type { Question } from '../askWorker'
import type { ReceiptCheck } from '../checkReceipt'

/** Checks a receipt in the reader's own browser. The code for it loads when it is asked for. */
export function ReceiptChecker({
  receipt,
  versionId,
  question,
  data,
}: {
  receipt: Answer['commonweal']['receipt']
  versionId: Hex
  question: Question
  data: unknown
}) {
  const t = useTranslations('ask.receipt')
  const locale = useLocale()
  const config = useConfig()
  const [state, setState] = useState<'idle' | 'checking' | ReceiptCheck>('idle')

  async function check() {
    setState('checking')
    const [{ checkReceipt }, { chainReader }] = await Promise.all([
      import('../checkReceipt'),
      import('@/lib/chain/chainReader'),
    ])
    setState(
      await checkReceipt(
        { receipt, question, raw: data, versionId },
        {
          chainId: config.chainId,
          modelRegistry: config.addresses.modelRegistry,
          communityId: config.communityId,
        },
        chainReader(config),
      ),
    )
  }

  return (
    <div className="space-y-3">
      <p className="text-quiet text-sm">{t('note')}</p>
      <Button tone="secondary" onClick={() => void check()} aria-disabled={state === 'checking'}>
        {t('verify')}
      </Button>
      <div aria-live="polite">
        {state === 'checking' ? <p>{t('checking')}</p> : null}
        {typeof state === 'object' ? (
          state.faults.length === 0 ? (
            <Notice tone="good" title={t('ok')}>
              {t('okNote', { worker: shortHex(state.worker) })} {t('chainOk')}
            </Notice>
          ) : (
            <Notice tone="bad" title={t('bad')}>
              {t('badNote', {
                what: new Intl.ListFormat(locale).format(state.faults.map((fault) => t(`what.${fault}`))),
              })}
            </Notice>
          )
        ) : null}
      </div>
    </div>
  )
}
