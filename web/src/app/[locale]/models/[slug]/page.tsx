import { artifactsCid } from '@commonweal/sdk/artifacts/artifactsCid'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { Suspense } from 'react'
import type { Hex } from 'viem'
import { AddressLabel } from '@/components/AddressLabel'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { PageTitle } from '@/components/PageTitle'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { Facts } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { Section } from '@/components/ui/Section'
import { Skeleton } from '@/components/ui/Skeleton'
import { TechnicalDetails } from '@/components/ui/TechnicalDetails'
import { listAddressNames } from '@/features/community/queries/listAddressNames'
import { StandingBadge } from '@/features/models/components/StandingBadge'
import { VersionActions } from '@/features/models/components/VersionActions'
import { VersionCard } from '@/features/models/components/VersionCard'
import { readManifest } from '@/features/models/queries/readManifest'
import { readModel } from '@/features/models/queries/readModel'
import { readStatuses } from '@/features/models/queries/readStatuses'
import type { IndexedVersion } from '@/features/models/queries/versionFields'
import { type Standing, standingOf } from '@/features/models/status'
import { Link } from '@/i18n/navigation'
import { readCommunity } from '@/lib/chain/readCommunity'
import { readHead } from '@/lib/chain/readHead'
import { settle } from '@/lib/settle'

type Props = {
  params: Promise<{ locale: 'en'; slug: string }>
  searchParams: Promise<{ version?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug }
}

const noPolicy = `0x${'0'.repeat(64)}`

/**
 * One model: where its versions stand by the chain, and for one of them what it is. The words of the card are shown
 * only when the manifest they come from has the fingerprint that is on the chain.
 */
export default async function ModelPage({ params, searchParams }: Props) {
  const { locale, slug } = await params
  setRequestLocale(locale)
  const t = await getTranslations('models')
  const [model, head] = await Promise.all([settle(readModel(slug)), settle(readHead())])
  if (!model.ok || !head.ok) {
    return (
      <>
        <PageTitle>{slug}</PageTitle>
        {model.ok ? null : <ErrorNotice error={model.error} tone="warn" />}
        {head.ok ? null : <ErrorNotice error={head.error} tone="warn" />}
      </>
    )
  }
  if (model.value === null || model.value.versions.length === 0) notFound()
  const { versions } = model.value
  const statuses = await settle(readStatuses(versions.map(({ id }) => id)))
  const now = head.value.timestamp
  const standing = (version: IndexedVersion): Standing | undefined =>
    statuses.ok ? standingOf(statuses.value.get(version.id) ?? 'Unknown', version, now) : undefined
  const asked = (await searchParams).version
  const chosen =
    versions.find(({ id }) => id === asked) ??
    versions.findLast((version) => standing(version) === 'usable') ??
    (versions.at(-1) as IndexedVersion)
  const current = standing(chosen)
  const parts = await settle(readCommunity())
  return (
    <article>
      <PageTitle above={current ? <StandingBadge standing={current} /> : null}>{slug}</PageTitle>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-10">
          <Section
            title={t('versionNumber', { number: chosen.number })}
            aside={
              <Link href={`/ask?version=${chosen.id}`} className={buttonStyle({ tone: 'secondary' })}>
                {t('ask')}
              </Link>
            }
          >
            {statuses.ok && current ? (
              <p className="text-lg">
                {t.rich(`standingNote.${current}`, {
                  when: () => (
                    <ChainTime
                      at={(current === 'notYet' ? chosen.notBefore : chosen.expiresAt) ?? now}
                      now={now}
                    />
                  ),
                })}{' '}
                <span className="text-base text-quiet">{t('fromChain')}</span>
              </p>
            ) : statuses.ok ? null : (
              <ErrorNotice error={statuses.error} tone="warn" />
            )}
          </Section>
          <Suspense key={chosen.id} fallback={<Skeleton className="h-96 w-full" />}>
            <Card manifestHash={chosen.manifestHash} />
          </Suspense>
          <History version={chosen} now={now} />
          <Technical version={chosen} />
        </div>
        <aside className="space-y-8">
          {parts.ok ? (
            <Section title={t('act.title')} className="panel p-5">
              <VersionActions
                governor={parts.value.governor}
                membership={parts.value.membership}
                versionId={chosen.id}
                policyId={chosen.policyId}
                slug={slug}
                number={chosen.number}
              />
            </Section>
          ) : null}
          <Section title={t('allVersions')}>
            <ol reversed className="space-y-2">
              {versions.toReversed().map((version) => {
                const here = version.id === chosen.id
                const stands = standing(version)
                return (
                  <li key={version.id}>
                    <Link
                      href={`/models/${slug}?version=${version.id}`}
                      aria-current={here ? 'page' : undefined}
                      className={`panel flex min-h-11 flex-wrap items-center justify-between gap-2 px-4 py-2 hover:border-edge ${here ? 'border-accent' : ''}`}
                    >
                      <span className="font-semibold">{t('versionNumber', { number: version.number })}</span>
                      {stands ? <StandingBadge standing={stands} /> : null}
                    </Link>
                  </li>
                )
              })}
            </ol>
          </Section>
        </aside>
      </div>
    </article>
  )
}

async function Card({ manifestHash }: { manifestHash: Hex }) {
  const t = await getTranslations('models.card')
  const manifest = await settle(readManifest(manifestHash))
  if (manifest.ok) return <VersionCard manifest={manifest.value} />
  return (
    <Section title={t('title')}>
      <Notice tone="warn" title={t('withheld')}>
        <ErrorNotice error={manifest.error} tone="warn" className="border-s-0 px-0 py-0" />
      </Notice>
    </Section>
  )
}

async function History({ version, now }: { version: IndexedVersion; now: number }) {
  const t = await getTranslations('models.history')
  const names = await listAddressNames()
  return (
    <Section title={t('title')}>
      <ol className="space-y-4 border-line border-s-2 ps-4">
        {version.history.map((change) => (
          <li key={change.id}>
            <p className="font-semibold">{t(change.status)}</p>
            <p className="text-quiet">
              <ChainTime at={change.at} now={now} />
            </p>
            <p className="text-quiet">
              {t.rich('by', {
                who: () => <AddressLabel address={change.by} name={names.get(change.by)} />,
              })}
            </p>
            {change.reason ? <p dir="auto">{t('reason', { reason: change.reason })}</p> : null}
            {change.proposal ? (
              <Link href={`/proposals/${change.proposal.proposalId}`} className="tap text-link">
                {t('proposal')}
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  )
}

async function Technical({ version }: { version: IndexedVersion }) {
  const t = await getTranslations('models.technical')
  const tCommon = await getTranslations('common')
  const names = await listAddressNames()
  let cid: string | null
  try {
    cid = artifactsCid(version.artifactsRoot, version.artifactsCodec).toString()
  } catch {
    cid = null
  }
  const code = (value: string) => (
    <code dir="ltr" className="break-all">
      {value}
    </code>
  )
  return (
    <TechnicalDetails label={tCommon('technicalDetails')}>
      <Facts
        items={[
          { key: 'id', name: t('versionId'), value: code(version.id) },
          { key: 'manifest', name: t('manifestHash'), value: code(version.manifestHash) },
          ...(cid ? [{ key: 'cid', name: t('artifacts'), value: code(cid) }] : []),
          {
            key: 'contributor',
            name: t('contributor'),
            value: <AddressLabel address={version.contributor} name={names.get(version.contributor)} />,
          },
          {
            key: 'policy',
            name: t('policy'),
            value: version.policyId === noPolicy ? t('noPolicy') : code(version.policyId),
          },
          ...(version.parent ? [{ key: 'parent', name: t('parent'), value: code(version.parent.id) }] : []),
        ]}
      />
    </TechnicalDetails>
  )
}
