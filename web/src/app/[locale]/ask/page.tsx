import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { ErrorNotice } from '@/components/ErrorNotice'
import { PageTitle } from '@/components/PageTitle'
import { Term } from '@/components/Term'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { EmptyState } from '@/components/ui/EmptyState'
import { Notice } from '@/components/ui/Notice'
import { type AskableVersion, AskForm } from '@/features/ask/components/AskForm'
import { listModels } from '@/features/models/queries/listModels'
import { readStatuses } from '@/features/models/queries/readStatuses'
import { standingOf } from '@/features/models/status'
import { Link } from '@/i18n/navigation'
import { readHead } from '@/lib/chain/readHead'
import { settle } from '@/lib/settle'

type Props = {
  params: Promise<{ locale: 'en' }>
  searchParams: Promise<{ version?: string | string[] }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ask'))('title') }
}

/** A question to a model on the community's own computer. */
export default async function AskPage({ params, searchParams }: Props) {
  setRequestLocale((await params).locale)
  const t = await getTranslations('ask')
  const [models, head] = await Promise.all([settle(listModels()), settle(readHead())])
  const title = (
    <PageTitle intro={t.rich('intro', { computer: (text) => <Term id="computer">{text}</Term> })}>
      {t('title')}
    </PageTitle>
  )
  if (!models.ok || !head.ok) {
    return (
      <>
        {title}
        {models.ok ? null : <ErrorNotice error={models.error} tone="warn" />}
        {head.ok ? null : <ErrorNotice error={head.error} tone="warn" />}
      </>
    )
  }
  const all = models.value.flatMap((model) => model.versions.map((version) => ({ model, version })))
  const statuses = await settle(readStatuses(all.map(({ version }) => version.id)))
  if (!statuses.ok) {
    return (
      <>
        {title}
        <ErrorNotice error={statuses.error} />
      </>
    )
  }
  const versions: AskableVersion[] = all
    .map(({ model, version }) => {
      const stop = version.history.findLast(({ status }) => status === 'REVOKED' || status === 'SUSPENDED')
      const approval = version.history.findLast(({ status }) => status === 'APPROVED')
      return {
        id: version.id,
        slug: model.slug,
        number: version.number,
        submittedAt: version.submittedAt,
        standing: standingOf(statuses.value.get(version.id) ?? 'Unknown', version, head.value.timestamp),
        notBefore: version.notBefore,
        stop: stop
          ? { at: stop.at, reason: stop.reason, proposalId: stop.proposal?.proposalId.toString() ?? null }
          : null,
        approvalProposalId: approval?.proposal?.proposalId.toString() ?? null,
      }
    })
    .filter(({ standing }) => standing !== 'withdrawn' && standing !== 'unknown')
    .sort(
      (a, b) =>
        Number(b.standing === 'usable') - Number(a.standing === 'usable') || b.submittedAt - a.submittedAt,
    )
  if (versions.length === 0) {
    return (
      <>
        {title}
        <EmptyState
          title={t('none.title')}
          action={
            <Link href="/models" className={buttonStyle({ tone: 'secondary' })}>
              {t('none.action')}
            </Link>
          }
        >
          {t('none.body')}
        </EmptyState>
      </>
    )
  }
  const asked = (await searchParams).version
  return (
    <>
      {title}
      {versions.some(({ standing }) => standing === 'usable') ? null : (
        <Notice tone="warn" title={t('noneApproved.title')} className="mb-6">
          {t('noneApproved.body')}
        </Notice>
      )}
      <AskForm
        versions={versions}
        first={versions.find(({ id }) => id === asked)?.id ?? (versions[0] as AskableVersion).id}
        now={head.value.timestamp}
      />
    </>
  )
}
