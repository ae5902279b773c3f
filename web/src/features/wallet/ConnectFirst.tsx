'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/Button'
import { openWallet } from './walletStore'

/** Asks for a wallet, with the reason. */
export function ConnectFirst({ words }: { words: string }) {
  const t = useTranslations('wallet')
  return (
    <div className="space-y-3">
      <p>{words}</p>
      <Button wide onClick={openWallet}>
        {t('connect')}
      </Button>
    </div>
  )
}
