import type { DecodedAction } from '@commonweal/sdk/proposals/action'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Address, formatEther, type Hex } from 'viem'
import { AddressLabel, type AddressName } from '@/components/AddressLabel'
import { Notice } from '@/components/ui/Notice'
import { rolesOf } from '@/features/community/roles'
import type { VersionName } from '@/features/models/versionNames'
import { Link } from '@/i18n/navigation'
import { duration } from '@/lib/format/duration'
import { shortHex } from '@/lib/format/shortHex'

const noPolicy = `0x${'0'.repeat(64)}`

/** What names the sentence may use instead of digits. */
export type ActionNames = {
  communityId: Hex
  versions: Map<Hex, VersionName>
  addresses: Map<Address, AddressName>
}

/** One sentence that says what an action of a proposal will change. What has no known meaning is flagged, not guessed. */
export function ActionSentence({ action, names }: { action: DecodedAction; names: ActionNames }) {
  const t = useTranslations('proposals.actions')
  const tRoles = useTranslations('common.roles')
  const locale = useLocale()

  const account = (address: Address) => () => (
    <AddressLabel address={address} name={names.addresses.get(address)} />
  )
  const version = (id: Hex) => (): ReactNode => {
    const name = names.versions.get(id.toLowerCase() as Hex)
    if (name === undefined) return <strong>{t('versionUnknown', { id: shortHex(id) })}</strong>
    return (
      <strong>
        {t.rich('versionName', {
          number: name.number,
          slug: name.slug,
          model: (text) => (
            <Link href={`/models/${name.slug}?version=${id}`} className="text-link">
              {text}
            </Link>
          ),
        })}
      </strong>
    )
  }
  const ether = (wei: bigint) => `${formatEther(wei)} ETH`
  const roleList = (bits: number) => {
    const roles = rolesOf(bits).map((role) => tRoles(role))
    return roles.length === 0 ? t('noRoles') : new Intl.ListFormat(locale).format(roles)
  }
  const ofCommunity = (id: Hex, sentence: ReactNode) =>
    id.toLowerCase() === names.communityId ? (
      sentence
    ) : (
      <>
        {sentence} <strong className="text-bad">{t('otherCommunity', { community: shortHex(id) })}</strong>
      </>
    )

  switch (action.kind) {
    case 'approveVersion':
      return ofCommunity(
        action.communityId,
        action.policyId === noPolicy
          ? t.rich('approveVersion', { version: version(action.versionId) })
          : t.rich('approveVersionPolicy', {
              version: version(action.versionId),
              policy: shortHex(action.policyId),
            }),
      )
    case 'suspendVersion':
    case 'revokeVersion':
      return ofCommunity(
        action.communityId,
        t.rich(action.kind, { version: version(action.versionId), reason: action.reason }),
      )
    case 'restoreVersion':
      return ofCommunity(action.communityId, t.rich('restoreVersion', { version: version(action.versionId) }))
    case 'admitMember':
      return t.rich('admitMember', {
        account: account(action.account),
        roles: rolesOf(action.roles).length === 0 ? '' : t('withRoles', { roles: roleList(action.roles) }),
      })
    case 'removeMember':
      return t.rich('removeMember', { account: account(action.account), reason: action.reason })
    case 'setRoles':
      return t.rich('setRoles', { account: account(action.account), roles: roleList(action.roles) })
    case 'transferNative':
      return t.rich('transferNative', { account: account(action.to), amount: ether(action.amount) })
    case 'setVotingDelay':
    case 'setVotingPeriod':
    case 'setLateQuorumVoteExtension':
    case 'setTimelockDelay':
      return t(action.kind, { duration: duration(Number(action.seconds), locale) })
    case 'setQuorumBps':
      return t('setQuorumBps', {
        share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
          action.basisPoints / 10_000,
        ),
      })
    case 'setMinimumVoters':
      return t('setMinimumVoters', { voters: action.voters })
    case 'setCharter':
      return ofCommunity(action.communityId, t('setCharter', { digest: shortHex(action.charterDigest) }))
    case 'setGovernor':
      return ofCommunity(action.communityId, t.rich('setGovernor', { account: account(action.governor) }))
    case 'offerAuthority':
      return ofCommunity(action.communityId, t.rich('offerAuthority', { account: account(action.to) }))
    case 'acceptAuthority':
      return t('acceptAuthority')
    case 'unknown':
      return (
        <Notice tone="bad" title={t('unknownTitle')}>
          {t.rich('unknown', {
            account: account(action.target),
            money: action.value > 0n ? t('unknownMoney', { amount: ether(action.value) }) : '',
          })}
        </Notice>
      )
  }
}
