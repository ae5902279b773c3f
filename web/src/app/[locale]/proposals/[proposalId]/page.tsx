import { decodeAction } from '@commonweal/sdk/proposals/decodeAction'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations, setRequestLocale } from 'next-intl/server'
import { Suspense } from 'react'
import type { Address } from 'viem'
import { AddressLabel, type AddressName } from '@/components/AddressLabel'
import { ChainTime } from '@/components/ChainTime'
import { ErrorNotice } from '@/components/ErrorNotice'
import { Markdown } from '@/components/Markdown'
import { PageTitle } from '@/components/PageTitle'
import { Facts } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { Section } from '@/components/ui/Section'
import { TechnicalDetails } from '@/components/ui/TechnicalDetails'
import { listAddressNames } from '@/features/community/queries/listAddressNames'
import { PassTo } from '@/features/development/PassTo'
import { listModels } from '@/features/models/queries/listModels'
import { versionNames } from '@/features/models/versionNames'
import { contentIsGenuine } from '@/features/proposals/checkContent'
import { ActionSentence } from '@/features/proposals/components/ActionSentence'
import { PhaseBadge } from '@/features/proposals/components/PhaseBadge'
import { ProposalActions } from '@/features/proposals/components/ProposalActions'
import { VoteBar } from '@/features/proposals/components/VoteBar'
import { VoteNeeds } from '@/features/proposals/components/VoteNeeds'
import { titleAndBody } from '@/features/proposals/description'
import { phaseOf } from '@/features/proposals/phase'
import { readBallotBox } from '@/features/proposals/queries/readBallotBox'
import { type IndexedVote, readProposal } from '@/features/proposals/queries/readProposal'
import { chainReader } from '@/lib/chain/chainReader'
import { readCommunity } from '@/lib/chain/readCommunity'
import { readHead } from '@/lib/chain/readHead'
import { serverConfig } from '@/lib/config/serverConfig'
import { settle } from '@/lib/settle'

type Props = { params: Promise<{ locale: 'en'; proposalId: string }> }

async function load(proposalId: bigint) {
  const [config, head, parts] = await Promise.all([
    serverConfig(),
    settle(readHead()),
    settle(readCommunity()),
  ])
  if (!head.ok) return { kind: 'unreadable', error: head.error } as const
  if (!parts.ok) return { kind: 'unreadable', error: parts.error } as const
  const [box, indexed] = await Promise.all([
    settle(readBallotBox(chainReader(config), parts.value.governor, proposalId)),
    settle(readProposal(parts.value.governor, proposalId)),
  ])
  if (!box.ok) return { kind: 'unreadable', error: box.error } as const
  if (box.value === null) return { kind: 'unknown' } as const
  return { kind: 'known', config, head: head.value, parts: parts.value, box: box.value, indexed } as const
}

function idOf(text: string): bigint {
  if (!/^[0-9]{1,78}$/.test(text)) notFound()
  return BigInt(text)
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('proposals'))('title') }
}

/**
 * One proposal. Its words come from the index and are checked against its id on the chain; where it stands and its
 * votes come from the chain.
 */
export default async function ProposalPage({ params }: Props) {
  const { locale, proposalId: text } = await params
  setRequestLocale(locale)
  const proposalId = idOf(text)
  const t = await getTranslations('proposals')
  const loaded = await load(proposalId)
  if (loaded.kind === 'unknown') notFound()
  if (loaded.kind === 'unreadable') {
    return (
      <>
        <PageTitle>{t('title')}</PageTitle>
        <ErrorNotice error={loaded.error} />
      </>
    )
  }
  const { config, head, parts, box, indexed } = loaded
  const now = head.timestamp
  const phase = phaseOf(box.state, box.eta, now)
  const proposal = indexed.ok ? indexed.value : null
  const genuine = proposal !== null && contentIsGenuine(proposal)
  const [names, models] = await Promise.all([listAddressNames(), settle(listModels())])
  const { title, body } = proposal ? titleAndBody(proposal.description) : { title: null, body: '' }
  const actions =
    proposal === null
      ? []
      : proposal.targets.map((target, position) => {
          const action = {
            target,
            value: proposal.values[position] ?? 0n,
            calldata: proposal.calldatas[position] ?? '0x',
          } as const
          return {
            position,
            action,
            decoded: decodeAction(action, {
              ...config.addresses,
              membership: parts.membership,
              governor: parts.governor,
              timelock: parts.timelock,
              council: parts.council,
            }),
          }
        })
  const versions = models.ok ? versionNames(models.value) : new Map()
  return (
    <article>
      <PageTitle above={<PhaseBadge phase={phase} />}>
        <span dir="auto">{title ?? t('untitled')}</span>
      </PageTitle>
      {/* On a small screen: what it is, what one can do, then the votes. */}
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0 space-y-10">
          <div className="space-y-2">
            <p className="text-lg">
              {t.rich(`phaseNote.${phase}`, {
                start: () => <ChainTime at={box.voteStart} now={now} />,
                end: () => <ChainTime at={box.voteEnd} now={now} />,
                eta: () => <ChainTime at={box.eta ?? box.voteEnd} now={now} />,
                done: () => <ChainTime at={proposal?.executedAt ?? now} now={now} />,
                stopped: () =>
                  proposal?.vetoedAt ? (
                    <>
                      {' '}
                      <ChainTime at={proposal.vetoedAt} now={now} />
                    </>
                  ) : null,
              })}
            </p>
            {proposal ? (
              <p className="text-quiet">
                {t.rich('by', {
                  who: () => (
                    <AddressLabel
                      address={proposal.proposer}
                      name={nameOf(proposal.proposerMember, proposal.proposer, names)}
                    />
                  ),
                  when: () => <ChainTime at={proposal.createdAt} now={now} />,
                })}
              </p>
            ) : null}
          </div>
          {!indexed.ok ? <ErrorNotice error={indexed.error} tone="warn" /> : null}
          {indexed.ok && proposal === null ? (
            <Notice tone="info" role="status" title={t('notIndexedTitle')}>
              {t('notIndexed')}
            </Notice>
          ) : null}
          {proposal !== null && !genuine ? (
            <Notice tone="bad" role="alert" title={t('genuine.badTitle')} next={t('genuine.next')}>
              {t('genuine.bad')}
            </Notice>
          ) : null}
          {proposal !== null ? (
            <Section title={t('actions.title')}>
              {actions.length === 0 ? <p>{t('actions.none')}</p> : null}
              <ul className="space-y-3">
                {actions.map(({ position, decoded }) => (
                  <li key={position} className="panel p-5 text-lg">
                    <ActionSentence
                      action={decoded}
                      names={{ communityId: parts.communityId, versions, addresses: names }}
                    />
                  </li>
                ))}
              </ul>
              {genuine ? <p className="text-quiet text-sm">{t('genuine.ok')}</p> : null}
            </Section>
          ) : null}
          {body ? (
            <Section title={t('why')}>
              <Markdown text={body} />
            </Section>
          ) : null}
        </div>
        <aside className="space-y-6 lg:col-start-2 lg:row-span-2">
          <Section title={t('act.title')} className="panel p-5">
            <Suspense>
              <ProposalActions
                governor={parts.governor}
                proposalId={proposalId.toString()}
                phase={phase}
                genuine={genuine}
                content={
                  proposal !== null && genuine
                    ? {
                        targets: proposal.targets,
                        values: proposal.values.map(String),
                        calldatas: proposal.calldatas,
                        description: proposal.description,
                      }
                    : null
                }
                title={title ?? t('untitled')}
                voteStart={box.voteStart}
                eta={box.eta}
                now={now}
              />
            </Suspense>
            {config.development ? (
              <PassTo phase={phase} voteStart={box.voteStart} voteEnd={box.voteEnd} eta={box.eta} />
            ) : null}
          </Section>
          <Course
            now={now}
            steps={[
              { key: 'made', at: proposal?.createdAt ?? null },
              { key: 'start', at: box.voteStart },
              { key: 'end', at: box.voteEnd },
              { key: 'withdrawn', at: proposal?.canceledAt ?? null },
              { key: 'queued', at: proposal?.queuedAt ?? null },
              { key: 'eta', at: box.eta },
              { key: 'stopped', at: proposal?.vetoedAt ?? null },
              { key: 'done', at: proposal?.executedAt ?? null },
            ]}
          />
        </aside>
        <div className="min-w-0 space-y-10">
          <Section title={t('votes.title')}>
            <VoteBar tally={box} />
            <VoteNeeds
              box={box}
              electorate={proposal?.electorate ?? null}
              over={phase !== 'notStarted' && phase !== 'open'}
            />
            {proposal ? <Ballots votes={proposal.votes} names={names} now={now} /> : null}
          </Section>
          {proposal ? (
            <TechnicalDetails label={(await getTranslations('common'))('technicalDetails')}>
              <Facts
                items={[
                  {
                    key: 'id',
                    name: t('technical.proposalId'),
                    value: <code className="break-all">{proposalId.toString()}</code>,
                  },
                  {
                    key: 'governor',
                    name: t('technical.governor'),
                    value: <AddressLabel address={parts.governor} />,
                  },
                ]}
              />
              {actions.map(({ position, action, decoded }) => (
                <div key={position} className="space-y-1 border-line border-t pt-3">
                  <h3 className="font-semibold">{t('actions.raw', { number: position + 1 })}</h3>
                  <Facts
                    items={[
                      { key: 'kind', name: t('actions.decodedAs'), value: <code>{decoded.kind}</code> },
                      {
                        key: 'target',
                        name: t('actions.target'),
                        value: <AddressLabel address={action.target} name={names.get(action.target)} />,
                      },
                      { key: 'value', name: t('actions.value'), value: `${action.value} wei` },
                      {
                        key: 'calldata',
                        name: t('actions.calldata'),
                        value: (
                          <code dir="ltr" className="block max-h-48 overflow-y-auto break-all">
                            {action.calldata}
                          </code>
                        ),
                      },
                    ]}
                  />
                </div>
              ))}
              <div className="space-y-1 border-line border-t pt-3">
                <h3 className="font-semibold">{t('technical.description')}</h3>
                <pre dir="auto" className="whitespace-pre-wrap break-words font-mono text-xs">
                  {proposal.description}
                </pre>
              </div>
            </TechnicalDetails>
          ) : null}
        </div>
      </div>
    </article>
  )
}

/** Whoever acted keeps its memberId under a new key; an account that is nobody's now may become somebody else's. */
function nameOf(
  member: { memberId: bigint } | null,
  account: Address,
  names: Awaited<ReturnType<typeof listAddressNames>>,
): AddressName | undefined {
  return member ? { kind: 'member', memberId: member.memberId.toString() } : names.get(account)
}

type Step = 'made' | 'start' | 'end' | 'withdrawn' | 'queued' | 'eta' | 'stopped' | 'done'

async function Course({ steps, now }: { steps: { key: Step; at: number | null }[]; now: number }) {
  const t = await getTranslations('proposals')
  return (
    <Section title={t('course')}>
      <ol className="space-y-3 border-line border-s-2 ps-4">
        {steps.flatMap(({ key, at }) =>
          at === null ? (
            []
          ) : (
            <li key={key} className={at > now ? 'text-quiet' : undefined}>
              <p className="font-semibold">{t(`courseSteps.${key}`)}</p>
              <p className="text-sm">
                <ChainTime at={at} now={now} />
              </p>
            </li>
          ),
        )}
      </ol>
    </Section>
  )
}

async function Ballots({
  votes,
  names,
  now,
}: {
  votes: IndexedVote[]
  names: Awaited<ReturnType<typeof listAddressNames>>
  now: number
}) {
  const t = await getTranslations('proposals.votes')
  await getLocale()
  const choice = { 0: 'against', 1: 'for', 2: 'abstain' } as const
  return (
    <div className="space-y-2">
      <h3 className="font-bold">{t('ballots')}</h3>
      {votes.length === 0 ? <p className="text-quiet">{t('ballotsEmpty')}</p> : null}
      <ul className="divide-y divide-line">
        {votes.map((vote) => (
          <li key={vote.voter} className="py-2">
            <div className="flex flex-wrap items-center gap-x-3">
              <AddressLabel address={vote.voter} name={nameOf(vote.member, vote.voter, names)} />
              <strong>{t(choice[vote.support])}</strong>
              {vote.weight > 1n ? <span>{t('count', { count: Number(vote.weight) })}</span> : null}
              <span className="text-quiet text-sm">
                <ChainTime at={vote.at} now={now} />
              </span>
            </div>
            {vote.reason ? (
              <p dir="auto" className="text-quiet">
                {t('reason', { reason: vote.reason })}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {votes.length === 100 ? <p className="text-quiet text-sm">{t('ballotsMore')}</p> : null}
    </div>
  )
}
