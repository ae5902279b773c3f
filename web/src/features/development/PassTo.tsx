'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/Badge'
import { Button } from '@/components/ui/Button'
import type { Phase } from '@/features/proposals/phase'
import { MoveTimeResult } from './MoveTimeResult'
import { useMoveTime } from './useMoveTime'

/** "Let time pass", to the next moment that matters for a proposal. Nothing where there is none. */
export function PassTo({
  phase,
  voteStart,
  voteEnd,
  eta,
}: {
  phase: Phase
  voteStart: number
  voteEnd: number
  eta: number | null
}) {
  const t = useTranslations('development')
  const { state, move } = useMoveTime()
  // Both edges of the voting still count as before it.
  const next =
    phase === 'notStarted'
      ? { label: t('toStart'), at: voteStart + 1 }
      : phase === 'open'
        ? { label: t('toEnd'), at: voteEnd + 1 }
        : phase === 'waiting' && eta !== null
          ? { label: t('toEta'), at: eta }
          : undefined
  if (next === undefined && state.kind === 'idle') return null
  return (
    <div className="space-y-2 rounded-xl border-2 border-warn border-dashed p-3">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <strong>{t('title')}</strong>
        <Badge tone="warn">{t('badge')}</Badge>
      </p>
      {next ? (
        <Button tone="secondary" wide onClick={() => move({ at: next.at })}>
          {next.label}
        </Button>
      ) : null}
      <MoveTimeResult state={state} />
    </div>
  )
}
