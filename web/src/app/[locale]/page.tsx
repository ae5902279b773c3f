import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { PageTitle } from '@/components/PageTitle'
import { Term } from '@/components/Term'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { EmptyState } from '@/components/ui/EmptyState'
import { Section } from '@/components/ui/Section'
import { readCommunityName } from '@/features/community/queries/readCommunityName'
import { listModels } from '@/features/models/queries/listModels'
import { readStatuses } from '@/features/models/queries/readStatuses'
import type { IndexedModel, IndexedVersion } from '@/features/models/queries/versionFields'
import { standingOf } from '@/features/models/status'
import { ProposalCard } from '@/features/proposals/components/ProposalCard'
import { isOpen, type Phase, phaseByIndex } from '@/features/proposals/phase'
import { listOpenProposals } from '@/features/proposals/queries/listOpenProposals'
import type { IndexedProposal } from '@/features/proposals/queries/proposalFields'
import { Link } from '@/i18n/navigation'
import { readHead } from '@/lib/chain/readHead'
import { settle } from '@/lib/settle'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('home'))('title') }
}

/** When something happens to a proposal next, for the order of the list: what closes first comes first. */
function nextMoment(proposal: IndexedProposal, phase: Phase): number {
  switch (phase) {
    case 'notStarted':
      return proposal.voteStart
    case 'waiting':
      return proposal.eta ?? proposal.voteEnd
    case 'open':
      return proposal.voteEnd
    default:
      return 0
  }
}

/** Home: what is open now, what closes when, and what the community uses. */
export default async function HomePage({ params }: { params: Promise<{ locale: 'en' }> }) {
  setRequestLocale((await params).locale)
  const t = await getTranslations('home')
  const [name, head, proposals] = await Promise.all([
    settle(readCommunityName()),
    settle(readHead()),
    settle(listOpenProposals()),
  ])
  const community = name.ok ? name.value : null
  return (
    <div className="space-y-12">
      <PageTitle
        intro={t.rich('intro', {
          model: (text) => <Term id="model">{text}</Term>,
          computer: (text) => <Term id="computer">{text}</Term>,
        })}
      >
        {community === null ? t('welcomeUnnamed') : t('welcome', { community })}
      </PageTitle>
      <Section
        title={t('open.title')}
        aside={
          <Link href="/proposals" className="tap text-link">
            {t('open.all')}
          </Link>
        }
      >
        {!proposals.ok ? (
          <ErrorNotice error={proposals.error} tone="warn" />
        ) : !head.ok ? (
          <ErrorNotice error={head.error} tone="warn" />
        ) : (
          <OpenProposals proposals={proposals.value.open} now={head.value.timestamp} />
        )}
      </Section>
      <Section title={t('models.title')}>
        <ModelsInUse />
      </Section>
      {proposals.ok && proposals.value.done.length > 0 ? (
        <Section title={t('done.title')}>
          <ul className="grid gap-4 sm:grid-cols-2">
            {proposals.value.done.map((proposal) => (
              <li key={proposal.proposalId.toString()}>
                <ProposalCard proposal={proposal} phase="carriedOut">
                  {t.rich('done.when', {
                    when: () =>
                      proposal.executedAt === null ? null : (
                        <ChainTime
                          at={proposal.executedAt}
                          {...(head.ok ? { now: head.value.timestamp } : {})}
                        />
                      ),
                  })}
                </ProposalCard>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  )
}

async function OpenProposals({ proposals, now }: { proposals: IndexedProposal[]; now: number }) {
  const t = await getTranslations('home')
  const open = proposals
    .map((proposal) => ({ proposal, phase: phaseByIndex(proposal, now) }))
    .filter(({ phase }) => isOpen(phase))
    .sort((a, b) => nextMoment(a.proposal, a.phase) - nextMoment(b.proposal, b.phase))
  if (open.length === 0) {
    return (
      <EmptyState
        title={t('open.emptyTitle')}
        action={
          <Link href="/proposals" className={buttonStyle({ tone: 'secondary' })}>
            {t('open.emptyAction')}
          </Link>
        }
      >
        {t('open.empty')}
      </EmptyState>
    )
  }
  return (
    <ul className="grid gap-4">
      {open.map(({ proposal, phase }) => (
        <li key={proposal.proposalId.toString()}>
          <ProposalCard proposal={proposal} phase={phase}>
            <p>
              {phase === 'open'
                ? t.rich('closes', { when: () => <ChainTime at={proposal.voteEnd} now={now} /> })
                : phase === 'notStarted'
                  ? t.rich('starts', { when: () => <ChainTime at={proposal.voteStart} now={now} /> })
                  : phase === 'waiting'
                    ? t.rich('waits', { when: () => <ChainTime at={proposal.eta ?? now} now={now} /> })
                    : phase === 'ready'
                      ? t('ready')
                      : phase === 'passed'
                        ? t('passed')
                        : t('uncounted')}
            </p>
            {phase === 'open' ? <p>{t('turnout', { voters: proposal.voters })}</p> : null}
          </ProposalCard>
        </li>
      ))}
    </ul>
  )
}

async function ModelsInUse() {
  const t = await getTranslations('home.models')
  const [models, head] = await Promise.all([settle(listModels()), settle(readHead())])
  if (!models.ok) return <ErrorNotice error={models.error} tone="warn" />
  if (!head.ok) return <ErrorNotice error={head.error} tone="warn" />
  const statuses = await settle(
    readStatuses(models.value.flatMap(({ versions }) => versions.map(({ id }) => id))),
  )
  if (!statuses.ok) return <ErrorNotice error={statuses.error} tone="warn" />
  const usable = (version: IndexedVersion) =>
    standingOf(statuses.value.get(version.id) ?? 'Unknown', version, head.value.timestamp) === 'usable'
  const inUse = models.value.flatMap((model: IndexedModel) =>
    model.versions.filter(usable).map((version) => ({ model, version })),
  )
  if (inUse.length === 0) {
    return (
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
    )
  }
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {inUse.map(({ model, version }) => (
        <li key={version.id} className="panel space-y-2 p-5">
          <h3 className="font-bold text-lg">
            <Link href={`/models/${model.slug}?version=${version.id}`} className="text-link">
              {model.slug}
            </Link>
          </h3>
          <p className="text-quiet">{t('version', { number: version.number })}</p>
          <Link href={`/ask?version=${version.id}`} className={buttonStyle({ tone: 'secondary' })}>
            {t('ask')}
          </Link>
        </li>
      ))}
    </ul>
  )
}
