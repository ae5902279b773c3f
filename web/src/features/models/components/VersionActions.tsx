'use client'

import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import type { Address, Hex } from 'viem'
import { Skeleton } from '@/components/ui/Skeleton'
import { ConnectFirst } from '@/features/wallet/ConnectFirst'
import { useWalletState } from '@/features/wallet/walletStore'

const VersionActionPanel = lazy(() => import('./VersionActionPanel'))

/** What an island needs to know to let people act on a version. */
export type VersionActionsProps = {
  governor: Address
  membership: Address
  versionId: Hex
  policyId: Hex
  slug: string
  number: number
}

/** What a person can do about a version. Wallet code loads when it is wanted. */
export function VersionActions(props: VersionActionsProps) {
  const t = useTranslations('models.act')
  const { wanted } = useWalletState()
  if (!wanted) return <ConnectFirst words={t('intro')} />
  return (
    <Suspense fallback={<Skeleton className="h-44 w-full" />}>
      <VersionActionPanel {...props} />
    </Suspense>
  )
}
