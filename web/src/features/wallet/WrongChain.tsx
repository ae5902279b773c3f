'use client'

import { useTranslations } from 'next-intl'
import { useConnection, useSwitchChain } from 'wagmi'
import { Button } from '@/components/ui/Button'
import { Notice } from '@/components/ui/Notice'
import { useConfig } from '@/lib/config/ConfigProvider'

/** Says that the wallet is on another chain and offers to switch it; nothing where it is on the right one. */
export function WrongChain() {
  const t = useTranslations('wallet.wrongChain')
  const { chainId: wanted } = useConfig()
  const { chainId, isConnected } = useConnection()
  const change = useSwitchChain()
  if (!isConnected || chainId === undefined || chainId === wanted) return null
  return (
    <Notice
      tone="warn"
      role="alert"
      title={t('title')}
      next={
        <Button tone="secondary" onClick={() => change.mutate({ chainId: wanted })}>
          {t('switch')}
        </Button>
      }
    >
      <p>{t('body', { wanted: String(wanted), actual: String(chainId) })}</p>
      {change.isPending ? <p role="status">{t('switching')}</p> : null}
      {change.isError ? <p role="alert">{t('failed')}</p> : null}
    </Notice>
  )
}
