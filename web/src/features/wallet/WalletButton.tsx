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
  const button = (
    <button
      type="button"
      onClick={openWallet}
      aria-label={t('connect')}
      className={buttonStyle({ tone: 'secondary', className: 'px-3 sm:px-5' })}
    >
      <Wallet aria-hidden className="hidden size-5 sm:block" />
      <span className="sm:hidden">{t('connectShort')}</span>
      <span className="hidden sm:inline">{t('connect')}</span>
    </button>
  )
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <WalletMenu />
    </Suspense>
  )
}
