import type { DecodedAction } from '@commonweal/sdk/proposals/action'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Address, formatEther, type Hex, zeroAddress } from 'viem'
import { AddressLabel, type AddressName } from '@/components/AddressLabel'
import { ChainTime } from '@/components/ChainTime'
import { Notice } from '@/components/ui/Notice'
import { rolesOf } from '@/features/community/roles'
import type { VersionName } from '@/features/models/versionNames'
import { Link } from '@/i18n/navigation'
import { duration } from '@/lib/format/duration'
import { shortHex } from '@/lib/format/shortHex'

/** In the order of the bits of `types/Scopes.sol`. */
const scopeNames = ['adopt', 'derive', 'recogniseEvaluations', 'shareCompute'] as const

const noPolicy = `0x${'0'.repeat(64)}`

/** What names the sentence may use instead of digits. */
export type ActionNames = {
  communityId: Hex
  versions: Map<Hex, VersionName>
  addresses: Map<Address, AddressName>
}

/** Later than this is no moment a calendar has: the most that JavaScript's dates hold, in Unix seconds. */
const lastMoment = 8_640_000_000_000

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
  const percent = (basisPoints: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000)
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
        <>
          {action.policyId === noPolicy
            ? t.rich('approveVersion', { version: version(action.versionId) })
            : t.rich('approveVersionPolicy', {
                version: version(action.versionId),
                policy: shortHex(action.policyId),
              })}
          {action.supersedesParent && ` ${t('approveVersionInPlace')}`}
        </>,
      )
    case 'setEvaluator':
      return ofCommunity(
        action.communityId,
        t.rich(action.recognised ? 'setEvaluator' : 'setEvaluatorNone', {
          account: account(action.evaluator),
        }),
      )
    case 'setEvaluationRequired':
      return ofCommunity(
        action.communityId,
        t(action.required ? 'setEvaluationRequired' : 'setEvaluationRequiredNone'),
      )
    case 'loosenPolicy':
      return t('loosenPolicy', { policy: shortHex(action.policyId) })
    case 'setCommercialGrant':
      return t.rich(action.granted ? 'setCommercialGrant' : 'setCommercialGrantNone', {
        account: account(action.account),
        policy: shortHex(action.policyId),
      })
    case 'setDerivativeApproval':
      return t.rich(action.approved ? 'setDerivativeApproval' : 'setDerivativeApprovalNone', {
        version: version(action.versionId),
        policy: shortHex(action.policyId),
      })
    case 'setGrant': {
      const scopes = scopeNames
        .filter((_, bit) => (action.scopes >> bit) & 1)
        .map((name) => t(`scopes.${name}`))
      const community = shortHex(action.to)
      if (action.scopes === 0) return ofCommunity(action.communityId, t('setGrantNone', { community }))
      return ofCommunity(
        action.communityId,
        <>
          {t('setGrant', { community, scopes: new Intl.ListFormat(locale).format(scopes) })}
          {action.expiresAt !== 0 && (
            <>
              {' '}
              {t.rich('setGrantUntil', {
                end: () => <ChainTime at={Math.min(action.expiresAt, lastMoment)} />,
              })}
            </>
          )}
          {action.keepsOnRevocation && ` ${t('setGrantKeeps')}`}
        </>,
      )
    }
    case 'openRound':
      return ofCommunity(
        action.terms.communityId,
        t.rich('openRound', {
          token: account(action.terms.token),
          begin: () => <ChainTime at={Math.min(action.terms.givingFrom, lastMoment)} />,
          end: () => <ChainTime at={Math.min(action.terms.givingUntil, lastMoment)} />,
        }),
      )
    case 'cancelRound':
      return t('cancelRound', { round: shortHex(action.roundId), reason: action.reason })
    case 'acceptProject':
    case 'rejectProject':
      return t(action.kind, {
        round: shortHex(action.roundId),
        project: action.project.toString(),
        reason: action.reason,
      })
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
    case 'setVouching':
      return action.needed === 0
        ? t('setVouchingNone')
        : t('setVouching', { needed: action.needed, duration: duration(action.seconds, locale) })
    case 'supportRecovery':
      return t.rich('supportRecovery', {
        member: action.memberId.toString(),
        account: account(action.to),
      })
    case 'cancelRecovery':
      return t('cancelRecovery', { member: action.memberId.toString() })
    case 'transferNative':
      return t.rich('transferNative', { account: account(action.to), amount: ether(action.amount) })
    case 'transferToken':
      return t.rich('transferToken', {
        token: account(action.token),
        account: account(action.to),
        amount: action.amount.toString(),
      })
    case 'relay':
      return action.payment.kind === 'transferNative'
        ? t.rich('relayNative', {
            account: account(action.payment.to),
            amount: ether(action.payment.amount),
          })
        : t.rich('relayToken', {
            token: account(action.payment.token),
            account: account(action.payment.to),
            amount: action.payment.amount.toString(),
          })
    case 'setVotingDelay':
    case 'setVotingPeriod':
    case 'setLateQuorumVoteExtension':
    case 'setRecoveryDelay':
    case 'setReproposalCooldown':
    case 'setTimelockDelay':
      return t(action.kind, { duration: duration(Number(action.seconds), locale) })
    case 'setQuorumBps':
    case 'setSuperMajorityBps':
      return t(action.kind, { share: percent(action.basisPoints) })
    case 'setMinimumVoters':
      return t('setMinimumVoters', { voters: action.voters })
    case 'setProposalThreshold':
      return t('setProposalThreshold', { members: action.members })
    case 'setTimelock':
      return t.rich('setTimelock', { account: account(action.timelock) })
    case 'setTreasuryCap':
      return action.basisPoints === 10_000
        ? t('setTreasuryCapNone')
        : t('setTreasuryCap', {
            share: percent(action.basisPoints),
            duration: duration(action.seconds, locale),
          })
    case 'grantTimelockRole':
    case 'revokeTimelockRole':
      return t.rich(`${action.kind}.${action.role}`, { account: account(action.account) })
    case 'setCouncilThresholds':
      return t('setCouncilThresholds', { consent: action.consent, veto: action.veto })
    case 'setVetoPower':
      return action.expiresAt === 0
        ? t('setVetoPowerNone')
        : t.rich('setVetoPower', {
            end: () => <ChainTime at={Math.min(action.expiresAt, lastMoment)} />,
          })
    case 'setCharter':
      return ofCommunity(action.communityId, t('setCharter', { digest: shortHex(action.charterDigest) }))
    case 'setGovernor':
      return ofCommunity(
        action.communityId,
        action.governor === zeroAddress
          ? t('setGovernorNone')
          : t.rich('setGovernor', { account: account(action.governor) }),
      )
    case 'setCouncil':
      return ofCommunity(
        action.communityId,
        action.council === zeroAddress
          ? t('setCouncilNone')
          : t.rich('setCouncil', { account: account(action.council) }),
      )
    case 'offerAuthority':
      return ofCommunity(
        action.communityId,
        action.to === zeroAddress
          ? t('offerAuthorityNone')
          : t.rich('offerAuthority', { account: account(action.to) }),
      )
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
