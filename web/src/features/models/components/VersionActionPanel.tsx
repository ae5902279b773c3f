'use client'

import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { Address } from 'viem'
import { useConnection } from 'wagmi'
import { TransactionStatus } from '@/components/TransactionStatus'
import { Button } from '@/components/ui/Button'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { Notice } from '@/components/ui/Notice'
import { roleBits } from '@/features/community/roles'
import { ConnectFirst } from '@/features/wallet/ConnectFirst'
import { useWalletRuntime, WalletScope } from '@/features/wallet/WalletScope'
import { WrongChain } from '@/features/wallet/WrongChain'
import { Link } from '@/i18n/navigation'
import { useConfig } from '@/lib/config/ConfigProvider'
import type { DisplayItem } from '@/lib/transactions/PlannedTransaction'
import { isUnderWay } from '@/lib/transactions/progress'
import { useTransaction } from '@/lib/transactions/useTransaction'
import { canProposeAbout, type VersionProposal, versionProposals } from '../abilities/canProposeAbout'
import { canSuspend } from '../abilities/canSuspend'
import { statuses } from '../status'
import { proposeAboutVersion } from '../transactions/proposeAboutVersion'
import { suspendVersion } from '../transactions/suspendVersion'
import type { VersionActionsProps } from './VersionActions'

/** Proposing about a version, and stopping it, with everything that decides about them read from the chain. */
export default function VersionActionPanel(props: VersionActionsProps) {
  return (
    <WalletScope>
      <Panel {...props} />
    </WalletScope>
  )
}

type Wish = VersionProposal | 'suspend'

function Panel({ governor, membership, versionId, policyId, slug, number }: VersionActionsProps) {
  const t = useTranslations('models.act')
  const { reader } = useWalletRuntime()
  const config = useConfig()
  const { communityId, addresses, chainId: wanted } = config
  const { address, chainId } = useConnection()
  const { progress, start, dismiss } = useTransaction(`version.${versionId}`)
  const [wish, setWish] = useState<Wish | undefined>()
  const [items, setItems] = useState<readonly DisplayItem[]>([])
  const [made, setMade] = useState<bigint | undefined>()
  const standing = useQuery({
    queryKey: ['version', versionId, address],
    queryFn: async () => {
      const about = { address: membership, abi: membershipAbi } as const
      const account = address as Address
      const [status, isMember, isGuardian, timelock, council] = await Promise.all([
        reader.readContract({
          address: addresses.modelRegistry,
          abi: modelRegistryAbi,
          functionName: 'statusOf',
          args: [communityId, versionId],
        }),
        reader.readContract({ ...about, functionName: 'isMember', args: [account] }),
        reader.readContract({
          ...about,
          functionName: 'hasAnyRole',
          args: [account, roleBits.elder | roleBits.steward],
        }),
        reader.readContract({ address: governor, abi: communityGovernorAbi, functionName: 'timelock' }),
        reader.readContract({
          address: addresses.communityRegistry,
          abi: communityRegistryAbi,
          functionName: 'councilOf',
          args: [communityId],
        }),
      ])
      return { status: statuses[status] ?? 'Unknown', isMember, isGuardian, timelock, council }
    },
    enabled: address !== undefined,
    refetchInterval: 3_000,
  })
  const status = (
    <>
      <TransactionStatus
        progress={progress}
        items={items}
        onDismiss={() => {
          dismiss()
          setMade(undefined)
        }}
      />
      {progress.step === 'visible' && made !== undefined ? (
        <Link href={`/proposals/${made}`} className={buttonStyle({ wide: true })}>
          {t('seeProposals')}
        </Link>
      ) : null}
    </>
  )

  if (address === undefined) {
    return (
      <>
        {status}
        <ConnectFirst words={t('intro')} />
      </>
    )
  }
  if (chainId !== undefined && chainId !== wanted) {
    return (
      <>
        <WrongChain />
        {status}
      </>
    )
  }
  if (standing.isPending) {
    return (
      <>
        {status}
        <p role="status" className="text-quiet">
          {t('checking')}
        </p>
      </>
    )
  }
  if (standing.isError) {
    return (
      <>
        {status}
        <Notice tone="warn" role="status" title={t('chainUnread')} />
      </>
    )
  }
  const facts = standing.data
  const abilities = versionProposals.map((what) => ({ what, ability: canProposeAbout(what, facts) }))
  // What could be done by somebody is shown; to whom it is closed, with the reason.
  const offered = abilities.filter(({ ability }) => ability.can || ability.reason === 'notMember')
  const suspension = canSuspend(facts)
  const busy = isUnderWay(progress)

  function send(chosen: Wish, reason: string) {
    const title =
      chosen === 'suspend'
        ? t('suspendTitle', { number, slug })
        : t(`proposeTitle.${chosen}`, { number, slug })
    const shown: DisplayItem[] = [
      { label: 'action', value: title },
      { label: 'reason', value: reason.trim() },
    ]
    setItems(shown)
    setWish(undefined)
    if (chosen === 'suspend') {
      void start(
        suspendVersion({ modelRegistry: addresses.modelRegistry, communityId, versionId, reason }, shown),
      )
      return
    }
    const { transaction, proposalId } = proposeAboutVersion(
      {
        what: chosen,
        communityId,
        versionId,
        policyId,
        title,
        reason: reason.trim(),
        proposer: address as Address,
      },
      { ...addresses, membership, governor, timelock: facts.timelock, council: facts.council },
      shown,
    )
    setMade(proposalId)
    void start(transaction)
  }

  if (wish !== undefined && !busy) {
    return (
      <ReasonForm
        title={
          wish === 'suspend'
            ? t('suspendTitle', { number, slug })
            : t(`proposeTitle.${wish}`, { number, slug })
        }
        label={wish === 'suspend' ? t('submitSuspend') : t('submit')}
        danger={wish === 'suspend'}
        onBack={() => setWish(undefined)}
        onSend={(reason) => send(wish, reason)}
      />
    )
  }
  return (
    <div className="space-y-4">
      {status}
      {busy ? null : offered.length === 0 && !suspension.can ? (
        <p className="text-quiet">{t('nothing')}</p>
      ) : (
        <>
          {offered.map(({ what, ability }) => (
            <Button
              key={what}
              wide
              tone="secondary"
              onClick={() => setWish(what)}
              {...(ability.can ? {} : { disabledBecause: t(`cannot.${ability.reason}`) })}
            >
              {t(`propose.${what}`)}
            </Button>
          ))}
          {suspension.can || suspension.reason === 'notGuardian' ? (
            <Button
              wide
              tone="danger"
              onClick={() => setWish('suspend')}
              {...(suspension.can ? {} : { disabledBecause: t(`cannot.${suspension.reason}`) })}
            >
              {t('suspend')}
            </Button>
          ) : null}
        </>
      )}
    </div>
  )
}

function ReasonForm({
  title,
  label,
  danger,
  onBack,
  onSend,
}: {
  title: string
  label: string
  danger: boolean
  onBack: () => void
  onSend: (reason: string) => void
}) {
  const t = useTranslations('models.act')
  const id = useId()
  const [reason, setReason] = useState('')
  const missing = reason.trim() === ''
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!missing) onSend(reason)
      }}
    >
      <p className="font-semibold">{title}</p>
      <label htmlFor={id} className="block font-semibold">
        {t('reasonLabel')}
      </label>
      <p id={`${id}-note`} className="text-quiet text-sm">
        {t('reasonNote')}
      </p>
      <textarea
        id={id}
        aria-describedby={`${id}-note`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={2000}
        rows={4}
        dir="auto"
        className="field"
      />
      <Button
        type="submit"
        wide
        tone={danger ? 'danger' : 'primary'}
        {...(missing ? { disabledBecause: t('reasonMissing') } : {})}
      >
        {label}
      </Button>
      <Button wide tone="quiet" onClick={onBack}>
        {t('back')}
      </Button>
    </form>
  )
}
