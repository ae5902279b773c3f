'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import type { Address } from 'viem'
import { ChainTime } from '@/components/ChainTime'
import { Skeleton } from '@/components/ui/Skeleton'
import { ConnectFirst } from '@/features/wallet/ConnectFirst'
import { useWalletState } from '@/features/wallet/walletStore'
import type { Phase } from '../phase'
import type { ProposalContent } from '../transactions/content'

const ProposalActionPanel = lazy(() => import('./ProposalActionPanel'))

/** What an island needs to know to let people act on a proposal. Times in Unix seconds. */
export type ProposalActionsProps = {
  governor: Address
  proposalId: string
  phase: Phase
  genuine: boolean
  /** Null where the text could not be read or is not genuine: then nothing but reading is possible. */
  content: ProposalContent | null
  title: string
  voteStart: number
  eta: number | null
  now: number
}

/** What a person can do about a proposal now. Without a wallet it says so; wallet code loads when it is wanted. */
export function ProposalActions(props: ProposalActionsProps) {
  const t = useTranslations('proposals.act')
  const { wanted } = useWalletState()
  const { phase, voteStart, eta, now } = props
  return (
    <div className="space-y-4">
      {phase === 'notStarted' ? (
        <p>{t.rich('waitStart', { start: () => <ChainTime at={voteStart} now={now} /> })}</p>
      ) : null}
      {phase === 'waiting' && eta !== null ? (
        <p>{t.rich('waitEta', { eta: () => <ChainTime at={eta} now={now} /> })}</p>
      ) : null}
      {['notPassed', 'carriedOut', 'withdrawn', 'stopped', 'expired'].includes(phase) ? (
        <p className="text-quiet">{t('nothing')}</p>
      ) : null}
      {wanted ? (
        <Suspense fallback={<Skeleton className="h-44 w-full" />}>
          <ProposalActionPanel {...props} />
        </Suspense>
      ) : phase === 'open' || phase === 'passed' || phase === 'ready' ? (
        <ConnectFirst words={phase === 'open' ? t('needWallet') : t('needWalletLater')} />
      ) : null}
    </div>
  )
}
