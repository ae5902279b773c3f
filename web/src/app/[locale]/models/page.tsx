import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { PageTitle } from '@/components/PageTitle'
import { Term } from '@/components/Term'
import { EmptyState } from '@/components/ui/EmptyState'
import { StandingBadge } from '@/features/models/components/StandingBadge'
import { listModels } from '@/features/models/queries/listModels'
import { readStatuses } from '@/features/models/queries/readStatuses'
import { standingOf, standings } from '@/features/models/status'
import { Link } from '@/i18n/navigation'
import { readHead } from '@/lib/chain/readHead'
import { settle } from '@/lib/settle'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('models'))('title') }
}

/** Every model that was submitted to the community, with where its versions stand by the chain. */
export default async function ModelsPage({ params }: { params: Promise<{ locale: 'en' }> }) {
  setRequestLocale((await params).locale)
  const t = await getTranslations('models')
  const [models, head] = await Promise.all([settle(listModels()), settle(readHead())])
  const title = (
    <PageTitle intro={t.rich('intro', { model: (text) => <Term id="model">{text}</Term> })}>
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
  if (models.value.length === 0) {
    return (
      <>
        {title}
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      </>
    )
  }
  const ids = models.value.flatMap(({ versions }) => versions.map(({ id }) => id))
  const statuses = await settle(readStatuses(ids))
  const now = head.value.timestamp
  return (
    <>
      {title}
      {statuses.ok ? null : <ErrorNotice error={statuses.error} tone="warn" className="mb-6" />}
      <ul className="grid gap-4 sm:grid-cols-2">
        {models.value.map((model) => {
          const newest = model.versions.at(-1)
          const present = statuses.ok
            ? new Set(
                model.versions.map((version) =>
                  standingOf(statuses.value.get(version.id) ?? 'Unknown', version, now),
                ),
              )
            : new Set()
          return (
            <li key={model.id}>
              <article className="panel relative h-full space-y-2 p-5 hover:border-edge">
                <p className="flex flex-wrap gap-1">
                  {standings
                    .filter((standing) => present.has(standing))
                    .map((standing) => (
                      <StandingBadge key={standing} standing={standing} />
                    ))}
                </p>
                <h2 className="font-bold text-lg">
                  <Link href={`/models/${model.slug}`} className="after:absolute after:inset-0">
                    {model.slug}
                  </Link>
                </h2>
                <p className="text-quiet">{t('versions', { count: model.versions.length })}</p>
                {newest ? (
                  <p className="text-quiet">
                    {t.rich('newest', {
                      number: newest.number,
                      when: () => <ChainTime at={newest.submittedAt} now={now} />,
                    })}
                  </p>
                ) : null}
              </article>
            </li>
          )
        })}
      </ul>
    </>
  )
}
