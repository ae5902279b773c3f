import { useLocale, useTranslations } from 'next-intl'

type Tally = { forVotes: bigint; againstVotes: bigint; abstainVotes: bigint }

const parts = [
  { key: 'for', votes: 'forVotes', fill: 'fill-good', swatch: 'bg-good' },
  { key: 'against', votes: 'againstVotes', fill: 'fill-bad', swatch: 'bg-bad' },
  { key: 'abstain', votes: 'abstainVotes', fill: 'fill-edge', swatch: 'bg-edge' },
] as const

/** The votes as words, numbers, and a bar whose parts differ in pattern as well as in colour. */
export function VoteBar({ tally }: { tally: Tally }) {
  const t = useTranslations('proposals.votes')
  const locale = useLocale()
  const total = tally.forVotes + tally.againstVotes + tally.abstainVotes
  const share = (votes: bigint) => (total === 0n ? 0 : Number((votes * 10_000n) / total) / 10_000)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  let offset = 0
  return (
    <div className="space-y-3">
      {/* Drawn with attributes: the content security policy allows no inline style. */}
      <svg aria-hidden width="100%" height="20" className="rounded-full bg-sunken rtl:-scale-x-100">
        <defs>
          <pattern
            id="stripes"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="3" height="8" className="fill-card" />
          </pattern>
          <pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">
            <circle cx="4" cy="4" r="1.6" className="fill-card" />
          </pattern>
        </defs>
        {parts.map(({ key, votes, fill }) => {
          const x = `${offset * 100}%`
          const width = `${share(tally[votes]) * 100}%`
          offset += share(tally[votes])
          return (
            <g key={key}>
              <rect x={x} width={width} height="20" className={fill} />
              {key === 'against' ? <rect x={x} width={width} height="20" fill="url(#stripes)" /> : null}
              {key === 'abstain' ? <rect x={x} width={width} height="20" fill="url(#dots)" /> : null}
            </g>
          )
        })}
      </svg>
      <dl className="grid gap-2 sm:grid-cols-3">
        {parts.map(({ key, votes, swatch }) => (
          <div key={key} className="rounded-xl border border-line px-4 py-2">
            <dt className="flex items-center gap-2 font-semibold">
              <span aria-hidden className={`size-3 rounded-full ${swatch}`} />
              {t(key)}
            </dt>
            <dd>
              <span className="font-bold text-xl">{t('count', { count: Number(tally[votes]) })}</span>{' '}
              <span className="text-quiet">
                {total === 0n ? null : t('share', { share: percent.format(share(tally[votes])) })}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
