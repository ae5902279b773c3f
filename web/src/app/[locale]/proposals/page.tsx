import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { PageTitle } from '@/components/PageTitle'
import { Term } from '@/components/Term'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { EmptyState } from '@/components/ui/EmptyState'
import { ProposalCard } from '@/features/proposals/components/ProposalCard'
import { phaseByIndex } from '@/features/proposals/phase'
import { listProposals } from '@/features/proposals/queries/listProposals'
import { Link } from '@/i18n/navigation'
import { readHead } from '@/lib/chain/readHead'
import { settle } from '@/lib/settle'

type Props = { params: Promise<{ locale: 'en' }>; searchParams: Promise<{ page?: string | string[] }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('title') }
}

/** All proposals of the community, the newest first. */
export default async function ProposalsPage({ params, searchParams }: Props) {
  setRequestLocale((await params).locale)
  const t = await getTranslations('proposals')
  const tCommon = await getTranslations('common')
  const asked = Number((await searchParams).page ?? 1)
  const page = Number.isInteger(asked) && asked >= 1 ? asked : 1
  const [list, head] = await Promise.all([settle(listProposals(page)), settle(readHead())])
  const title = (
    <PageTitle intro={t.rich('intro', { proposal: (text) => <Term id="proposal">{text}</Term> })}>
      {t('title')}
    </PageTitle>
  )
  if (!list.ok || !head.ok) {
    return (
      <>
        {title}
        {list.ok ? null : <ErrorNotice error={list.error} tone="warn" />}
        {head.ok ? null : <ErrorNotice error={head.error} tone="warn" />}
      </>
    )
  }
  const { proposals, more } = list.value
  const now = head.value.timestamp
  if (proposals.length === 0 && page === 1) {
    return (
      <>
        {title}
        <EmptyState
          title={t('emptyTitle')}
          action={
            <Link href="/models" className={buttonStyle({ tone: 'secondary' })}>
              {t('emptyAction')}
            </Link>
          }
        >
          {t('empty')}
        </EmptyState>
      </>
    )
  }
  return (
    <>
      {title}
      <ul className="grid gap-4">
        {proposals.map((proposal) => {
          const phase = phaseByIndex(proposal, now)
          return (
            <li key={proposal.proposalId.toString()}>
              <ProposalCard proposal={proposal} phase={phase}>
                {t.rich(`phaseNote.${phase}`, {
                  start: () => <ChainTime at={proposal.voteStart} now={now} />,
                  end: () => <ChainTime at={proposal.voteEnd} now={now} />,
                  eta: () => <ChainTime at={proposal.eta ?? proposal.voteEnd} now={now} />,
                  done: () => <ChainTime at={proposal.executedAt ?? proposal.voteEnd} now={now} />,
                })}
              </ProposalCard>
            </li>
          )
        })}
      </ul>
      {page > 1 || more ? (
        <nav aria-label={tCommon('pager')} className="mt-6 flex justify-between gap-4">
          {page > 1 ? (
            <Link href={`/proposals?page=${page - 1}`} className={buttonStyle({ tone: 'secondary' })}>
              {tCommon('newer')}
            </Link>
          ) : (
            <span />
          )}
          {more ? (
            <Link href={`/proposals?page=${page + 1}`} className={buttonStyle({ tone: 'secondary' })}>
              {tCommon('older')}
            </Link>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}
