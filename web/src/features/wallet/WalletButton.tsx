'use client'

import { Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { openWallet, useWalletState } from './walletStore'

const WalletMenu = lazy(() => import('./WalletMenu'))

/** The wallet's place in the header. Wallet code loads when it is pressed, or when a wallet was connected before. */
export function WalletButton() {
  const t = useTranslations('wallet')
  const { wanted } = useWalletState()
  const button = (label: string) => (
    <button type="button" onClick={openWallet} className={buttonStyle({ tone: 'secondary' })}>
      <Wallet aria-hidden className="size-5" />
      {label}
    </button>
  )
  if (!wanted) return button(t('connect'))
  return (
    <Suspense fallback={button(t('opening'))}>
      <WalletMenu />
    </Suspense>
  )
}
