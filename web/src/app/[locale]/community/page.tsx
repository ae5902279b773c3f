import type { Metadata } from 'next'
import { getLocale, getTranslations, setRequestLocale } from 'next-intl/server'
import { formatEther, zeroAddress } from 'viem'
import { AddressLabel } from '@/components/AddressLabel'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { Markdown } from '@/components/Markdown'
import { PageTitle } from '@/components/PageTitle'
import { Term } from '@/components/Term'
import { Badge } from '@/components/ui/Badge'
import { Facts } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { Section } from '@/components/ui/Section'
import { TechnicalDetails } from '@/components/ui/TechnicalDetails'
import { readCharter } from '@/features/community/queries/readCharter'
import { type IndexedCommunity, readCommunityPage } from '@/features/community/queries/readCommunityPage'
import { readSettings } from '@/features/community/queries/readSettings'
import { type Role, roleBits, rolesOf } from '@/features/community/roles'
import { readCommunity } from '@/lib/chain/readCommunity'
import { readHead } from '@/lib/chain/readHead'
import { serverConfig } from '@/lib/config/serverConfig'
import { duration } from '@/lib/format/duration'
import { settle } from '@/lib/settle'

const noDigest = `0x${'0'.repeat(64)}`

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('community'))('title') }
}

/** Who the community is, what it holds to, and how it decides. */
export default async function CommunityPage({ params }: { params: Promise<{ locale: 'en' }> }) {
  setRequestLocale((await params).locale)
  const t = await getTranslations('community')
  const [config, parts, indexed, head] = await Promise.all([
    serverConfig(),
    settle(readCommunity()),
    settle(readCommunityPage()),
    settle(readHead()),
  ])
  const now = head.ok ? head.value.timestamp : undefined
  const community = indexed.ok ? indexed.value : null
  return (
    <div className="space-y-12">
      <PageTitle
        intro={
          parts.ok
            ? t.rich('founded', {
                when: () => <ChainTime at={parts.value.foundedAt} {...(now === undefined ? {} : { now })} />,
              })
            : undefined
        }
      >
        <span dir="auto">{community?.name ?? t('title')}</span>
      </PageTitle>
      {parts.ok ? null : <ErrorNotice error={parts.error} />}
      {indexed.ok ? null : <ErrorNotice error={indexed.error} tone="warn" />}
      {indexed.ok && community === null ? (
        <Notice tone="warn" title={t('unknownTitle')}>
          {t('unknown')}
        </Notice>
      ) : null}
      {community ? <Members community={community} /> : null}
      {parts.ok ? <Charter digest={parts.value.charterDigest} uri={community?.charterURI ?? null} /> : null}
      {parts.ok ? <Settings {...(now === undefined ? {} : { now })} /> : null}
      {parts.ok ? (
        <TechnicalDetails label={(await getTranslations('common'))('technicalDetails')}>
          <Facts
            items={[
              {
                key: 'id',
                name: t('technical.communityId'),
                value: <code className="break-all">{parts.value.communityId}</code>,
              },
              ...(
                [
                  ['registry', config.addresses.communityRegistry],
                  ['membership', parts.value.membership],
                  ['governor', parts.value.governor],
                  ['timelock', parts.value.timelock],
                  ...(parts.value.council === zeroAddress
                    ? []
                    : ([['council', parts.value.council]] as const)),
                  ['modelRegistry', config.addresses.modelRegistry],
                ] as const
              ).map(([key, address]) => ({
                key,
                name: t(`technical.${key}`),
                value: <AddressLabel address={address} />,
              })),
            ]}
          />
        </TechnicalDetails>
      ) : null}
    </div>
  )
}

async function Members({ community }: { community: IndexedCommunity }) {
  const t = await getTranslations('community')
  const tRoles = await getTranslations('common.roles')
  const present = community.members.filter((member) => member.leftAt === null)
  const former = community.members.filter((member) => member.leftAt !== null)
  const held = new Set(present.flatMap((member) => rolesOf(member.roles)))
  return (
    <Section title={t('members.title', { count: community.memberCount })}>
      <p className="max-w-prose text-quiet">
        {t.rich('members.intro', { vote: (text) => <Term id="member">{text}</Term> })}
      </p>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {present.map((member) => (
          <li key={member.memberId.toString()} className="panel space-y-1 p-4">
            <AddressLabel
              address={member.account}
              name={{ kind: 'member', memberId: member.memberId.toString() }}
            />
            <p className="flex flex-wrap gap-1">
              {rolesOf(member.roles).map((role) => (
                <Badge key={role} tone="accent">
                  {tRoles(role)}
                </Badge>
              ))}
              {rolesOf(member.roles).length === 0 ? <Badge>{tRoles('none')}</Badge> : null}
            </p>
            <p className="text-quiet text-sm">
              {t('members.joined')} <ChainTime at={member.joinedAt} />
            </p>
          </li>
        ))}
      </ul>
      {held.size > 0 ? (
        <ul className="text-quiet text-sm">
          {(Object.keys(roleBits) as Role[])
            .filter((role) => held.has(role))
            .map((role) => (
              <li key={role}>{t(`roleNotes.${role}`)}</li>
            ))}
        </ul>
      ) : null}
      {former.length > 0 ? (
        <TechnicalDetails label={t('members.former')}>
          <ul className="divide-y divide-line">
            {former.map((member) => (
              <li key={member.memberId.toString()} className="py-2">
                <AddressLabel
                  address={member.account}
                  name={{ kind: 'member', memberId: member.memberId.toString() }}
                />
                <p>
                  {t.rich(member.removed ? 'members.removed' : 'members.left', {
                    when: () => <ChainTime at={member.leftAt ?? 0} />,
                  })}
                </p>
                {member.departureReason ? (
                  <p dir="auto">{t('members.reason', { reason: member.departureReason })}</p>
                ) : null}
                {member.barred ? <p>{t('members.barred')}</p> : null}
                {member.barReason ? (
                  <p dir="auto">{t('members.reason', { reason: member.barReason })}</p>
                ) : null}
              </li>
            ))}
          </ul>
        </TechnicalDetails>
      ) : null}
    </Section>
  )
}

async function Charter({ digest, uri }: { digest: `0x${string}`; uri: string | null }) {
  const t = await getTranslations('community.charter')
  if (digest === noDigest) {
    return (
      <Section title={t('title')}>
        <p className="text-quiet">{t('none')}</p>
      </Section>
    )
  }
  const charter = await settle(readCharter(digest))
  return (
    <Section title={t('title')}>
      {charter.ok ? (
        <div className="panel p-5">
          <Markdown text={charter.value} />
          <p className="mt-4 text-quiet text-sm">{t('checked')}</p>
        </div>
      ) : (
        <Notice tone="warn" title={t('missingTitle')}>
          {t('missing')}
        </Notice>
      )}
      <Facts
        className="text-sm"
        items={[
          { key: 'digest', name: t('fingerprint'), value: <code className="break-all">{digest}</code> },
          ...(uri
            ? [{ key: 'uri', name: t('address'), value: <code className="break-all">{uri}</code> }]
            : []),
        ]}
      />
    </Section>
  )
}

async function Settings({ now }: { now?: number }) {
  const t = await getTranslations('community.settings')
  const locale = await getLocale()
  const settings = await settle(readSettings())
  if (!settings.ok) return <ErrorNotice error={settings.error} tone="warn" />
  const { value } = settings
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  return (
    <Section title={t('title')}>
      <div className="panel p-5">
        <Facts
          items={[
            { key: 'delay', name: t('votingDelay'), value: duration(value.votingDelay, locale) },
            { key: 'period', name: t('votingPeriod'), value: duration(value.votingPeriod, locale) },
            {
              key: 'waiting',
              name: (
                <>
                  {t('waitingTime')} <span className="text-sm">({t('waitingTimeNote')})</span>
                </>
              ),
              value: duration(value.waitingTime, locale),
            },
            ...(value.lateQuorumVoteExtension > 0
              ? [
                  {
                    key: 'late',
                    name: t('lateQuorum'),
                    value: duration(value.lateQuorumVoteExtension, locale),
                  },
                ]
              : []),
            { key: 'quorum', name: t('quorum'), value: percent.format(value.quorumBps / 10_000) },
            {
              key: 'voters',
              name: t('minimumVoters'),
              value: new Intl.NumberFormat(locale).format(value.minimumVoters),
            },
            {
              key: 'threshold',
              name: t('proposalThreshold'),
              value: new Intl.NumberFormat(locale).format(value.proposalThreshold),
            },
            ...(value.reproposalCooldown > 0
              ? [{ key: 'cooldown', name: t('cooldown'), value: duration(value.reproposalCooldown, locale) }]
              : []),
            {
              key: 'superMajority',
              name: (
                <>
                  {t('superMajority')} <span className="text-sm">({t('superMajorityNote')})</span>
                </>
              ),
              value: percent.format(value.superMajorityBps / 10_000),
            },
            { key: 'treasury', name: t('treasury'), value: `${formatEther(value.balance)} ETH` },
            {
              key: 'cap',
              name: t('treasuryCap'),
              value:
                value.treasuryCap === null
                  ? t('treasuryCapNone')
                  : t('treasuryCapValue', {
                      share: percent.format(value.treasuryCap.bps / 10_000),
                      duration: duration(value.treasuryCap.period, locale),
                    }),
            },
            {
              key: 'vouching',
              name: t('vouching'),
              value:
                value.vouching === null
                  ? t('vouchingNone')
                  : t('vouchingValue', {
                      needed: value.vouching.needed,
                      duration: duration(value.vouching.period, locale),
                    }),
            },
            { key: 'recovery', name: t('recoveryDelay'), value: duration(value.recoveryDelay, locale) },
            ...(value.council === null
              ? []
              : [
                  {
                    key: 'consent',
                    name: t('consent'),
                    value: t('elders', { count: value.council.consent }),
                  },
                  {
                    key: 'veto',
                    name: t('veto'),
                    value:
                      value.council.vetoUntil === 0 || (now !== undefined && now > value.council.vetoUntil)
                        ? t('vetoNone')
                        : t.rich('vetoValue', {
                            elders: t('elders', { count: value.council.veto }),
                            end: () => <ChainTime at={value.council?.vetoUntil ?? 0} />,
                          }),
                  },
                ]),
          ]}
        />
      </div>
      <p className="text-quiet">{t('changed')}</p>
    </Section>
  )
}
