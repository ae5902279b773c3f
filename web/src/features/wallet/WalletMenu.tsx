'use client'

import { Wallet } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { type Connector, useConnect, useConnection, useConnectors, useDisconnect } from 'wagmi'
import { AddressLabel } from '@/components/AddressLabel'
import { Button } from '@/components/ui/Button'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { Dialog } from '@/components/ui/Dialog'
import { Notice } from '@/components/ui/Notice'
import { explainError } from '@/lib/errors/explainError'
import { shortHex } from '@/lib/format/shortHex'
import { developmentRdns } from './development/developmentChoice'
import { WalletScope } from './WalletScope'
import { WrongChain } from './WrongChain'
import { closeWallet, openWallet, rememberWallet, useWalletState } from './walletStore'

const DevelopmentWallet = lazy(() => import('./development/DevelopmentWallet'))

/** The wallet's place in the header once wallet code is loaded, with its dialog. */
export default function WalletMenu() {
  return (
    <WalletScope>
      <Menu />
    </WalletScope>
  )
}

function Menu() {
  const t = useTranslations('wallet')
  const { open } = useWalletState()
  const { address, isConnected, connector } = useConnection()
  return (
    <>
      <button
        type="button"
        onClick={openWallet}
        className={buttonStyle({ tone: 'secondary', className: 'px-3 sm:px-5' })}
        aria-label={isConnected && address ? `${t('open')} ${shortHex(address)}` : t('connect')}
      >
        <Wallet aria-hidden className="hidden size-5 sm:block" />
        {isConnected && address ? (
          <span dir="ltr" className="font-mono text-base">
            {shortHex(address)}
          </span>
        ) : (
          <>
            <span className="sm:hidden">{t('connectShort')}</span>
            <span className="hidden sm:inline">{t('connect')}</span>
          </>
        )}
      </button>
      <Dialog
        open={open}
        onOpenChange={(next) => (next ? openWallet() : closeWallet())}
        title={isConnected ? t('connectedTitle') : t('title')}
        description={isConnected ? undefined : t('intro')}
        closeLabel={t('close')}
      >
        {isConnected && address && connector ? (
          <Connected address={address} connector={connector} />
        ) : (
          <Choice />
        )}
      </Dialog>
    </>
  )
}

function Connected({ address, connector }: { address: `0x${string}`; connector: Connector }) {
  const t = useTranslations('wallet')
  const disconnect = useDisconnect()
  return (
    <>
      <WrongChain />
      <dl className="space-y-2">
        <div>
          <dt className="text-quiet">{t('connectedAs')}</dt>
          <dd>
            <AddressLabel address={address} />
          </dd>
        </div>
        <div>
          <dt className="text-quiet">{t('via')}</dt>
          <dd>{connector.id === developmentRdns ? t('development.name') : connector.name}</dd>
        </div>
      </dl>
      {connector.id === developmentRdns ? (
        <Suspense>
          <DevelopmentWallet title={t('development.switch')} onChosen={closeWallet} />
        </Suspense>
      ) : null}
      <Button
        tone="secondary"
        onClick={() => {
          rememberWallet(false)
          void disconnect.mutateAsync({}).then(closeWallet, closeWallet)
        }}
      >
        {t('disconnect')}
      </Button>
    </>
  )
}

function Choice() {
  const t = useTranslations('wallet')
  const tError = useTranslations('errors.transaction')
  const connectors = useConnectors()
  const connect = useConnect()
  const found = connectors.filter(({ id }) => id !== developmentRdns)
  const development = connectors.find(({ id }) => id === developmentRdns)
  // The dialog's content changes as soon as the wallet is connected, so this must not wait for this component.
  const use = (connector: Connector) =>
    void connect.mutateAsync({ connector }).then(closeWallet, () => undefined)
  const failure = connect.error ? explainError(connect.error) : undefined
  return (
    <>
      <section className="space-y-2">
        <h3 className="font-bold">{t('found')}</h3>
        {found.length === 0 ? <p className="text-quiet">{t('none')}</p> : null}
        <ul className="space-y-2">
          {found.map((connector) => (
            <li key={connector.uid}>
              <Button tone="secondary" wide onClick={() => use(connector)}>
                {connector.icon?.startsWith('data:image/') ? (
                  // biome-ignore lint/performance/noImgElement: the wallet's own icon, a data address
                  <img src={connector.icon.trim()} alt="" width={24} height={24} />
                ) : null}
                {t('use', { name: connector.name })}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      {development ? (
        <Suspense>
          <DevelopmentWallet title={t('development.title')} onChosen={() => use(development)} />
        </Suspense>
      ) : null}
      <div aria-live="polite">
        {connect.isPending ? <p>{t('connecting')}</p> : null}
        {failure ? (
          <Notice
            tone="warn"
            title={t('failed')}
            next={failure.kind === 'contract' ? undefined : tError(`${failure.key}.next`)}
          />
        ) : null}
      </div>
    </>
  )
}
