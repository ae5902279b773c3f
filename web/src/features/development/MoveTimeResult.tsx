'use client'

import { useTranslations } from 'next-intl'
import { ChainTime } from '@/components/ChainTime'
import type { useMoveTime } from './useMoveTime'

/** Says how moving the clock went. */
export function MoveTimeResult({ state }: { state: ReturnType<typeof useMoveTime>['state'] }) {
  const t = useTranslations('development')
  return (
    <p role="status" className="text-sm">
      {state.kind === 'working' ? t('working') : null}
      {state.kind === 'failed' ? t('failed') : null}
      {state.kind === 'done' ? t.rich('done', { when: () => <ChainTime at={state.at} /> }) : null}
    </p>
  )
}
