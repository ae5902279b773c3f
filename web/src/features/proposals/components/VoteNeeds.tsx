import { CheckCircle2, Circle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { BallotBox } from '../queries/readBallotBox'

/** What a proposal needs to pass, each with what it has. */
export function VoteNeeds({
  box,
  electorate,
  over,
}: {
  box: BallotBox
  electorate: bigint | null
  /** Whether voting has closed. */
  over: boolean
}) {
  const t = useTranslations('proposals.votes')
  const needs = [
    { key: 'majority', met: box.forVotes > box.againstVotes, words: t('majority') },
    {
      key: 'quorum',
      met: box.forVotes + box.abstainVotes >= box.quorum,
      words: t('quorum', { have: Number(box.forVotes + box.abstainVotes), need: Number(box.quorum) }),
    },
    {
      key: 'voters',
      met: box.voters >= box.minimumVoters,
      words: t('voters', { have: Number(box.voters), need: Number(box.minimumVoters) }),
    },
  ]
  return (
    <div className="space-y-2">
      <h3 className="font-bold">{t('quorumTitle')}</h3>
      <ul className="space-y-1">
        {needs.map(({ key, met, words }) => (
          <li key={key} className="flex items-start gap-2">
            {met ? (
              <CheckCircle2 aria-hidden className="mt-1 size-5 shrink-0 text-good" />
            ) : (
              <Circle aria-hidden className="mt-1 size-5 shrink-0 text-quiet" />
            )}
            <span>
              {words}{' '}
              <span className="text-quiet">({met ? t('met') : over ? t('missed') : t('notMet')})</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="text-quiet text-sm">
        {electorate === null ? null : `${t('electorate', { count: Number(electorate) })} `}
        {t('fromChain')}
      </p>
    </div>
  )
}
