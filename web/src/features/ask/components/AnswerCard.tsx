'use client'

import { useLocale, useTranslations } from 'next-intl'
import { ChainTime } from '@/components/ChainTime'
import { CopyButton } from '@/components/CopyButton'
import { Facts } from '@/components/ui/Facts'
import { Link } from '@/i18n/navigation'
import { shortHex } from '@/lib/format/shortHex'
import type { Outcome } from '../askWorker'
import type { AskableVersion } from './AskForm'
import { ReceiptChecker } from './ReceiptChecker'

/** The answer with how sure it is, which version gave it, by which decision, and its receipt. */
export function AnswerCard({
  outcome,
  version,
  versions,
  now,
}: {
  outcome: Extract<Outcome, { kind: 'answer' }>
  version: AskableVersion
  versions: readonly AskableVersion[]
  now: number
}) {
  const t = useTranslations('ask')
  const locale = useLocale()
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const { answer, question, raw } = outcome
  const { commonweal } = answer
  const first = answer.data[0]
  if (first === undefined) return null
  // The version that answered, by the answer's own word; the receipt proves it.
  const ran = versions.find(({ id }) => id.toLowerCase() === commonweal.versionId.toLowerCase()) ?? version
  return (
    <section aria-labelledby="answer-title" className="panel space-y-5 p-5" data-testid="answer">
      <h2 id="answer-title" className="font-bold text-xl">
        {t('answer.title')}
      </h2>
      <div>
        <p className="text-quiet">{t('answer.label')}</p>
        <p className="font-bold text-3xl" dir="auto" data-testid="answer-label">
          {first.label}
        </p>
        <p className="text-lg">{t('answer.sure', { share: percent.format(first.score) })}</p>
        <p className="mt-1 text-quiet text-sm">{t('answer.note')}</p>
      </div>
      {first.labels.length > 1 ? (
        <div>
          <h3 className="font-semibold">{t('answer.all')}</h3>
          <ul className="mt-1 space-y-2">
            {first.labels.map(({ label, score }) => (
              <li key={label}>
                <span className="flex justify-between gap-4" dir="auto">
                  <span>{label}</span>
                  <span className="tabular-nums">{percent.format(score)}</span>
                </span>
                <svg aria-hidden width="100%" height="6" className="rounded-full bg-sunken rtl:-scale-x-100">
                  <rect
                    width={`${Math.max(0, Math.min(1, score)) * 100}%`}
                    height="6"
                    className="fill-accent"
                  />
                </svg>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Facts
        items={[
          {
            key: 'model',
            name: t('answer.model'),
            value: (
              <Link href={`/models/${ran.slug}?version=${commonweal.versionId}`} className="text-link">
                {t('answer.modelValue', { slug: ran.slug, number: ran.number })}
              </Link>
            ),
          },
          {
            key: 'decision',
            name: t('answer.decision'),
            value: (
              <>
                {t.rich('answer.decisionValue', {
                  when: () => <ChainTime at={commonweal.decision.approvedAt} now={now} />,
                })}
                , {t('answer.block', { block: commonweal.decision.approvalBlock })}
                {ran.approvalProposalId ? (
                  <>
                    {' '}
                    <Link href={`/proposals/${ran.approvalProposalId}`} className="text-link">
                      {t('answer.proposal')}
                    </Link>
                  </>
                ) : null}
              </>
            ),
          },
          ...(commonweal.attribution
            ? [{ key: 'credit', name: t('answer.attribution'), value: commonweal.attribution }]
            : []),
          {
            key: 'receipt',
            name: t('answer.receipt'),
            value: (
              <span className="inline-flex items-center gap-1">
                <code
                  dir="ltr"
                  className="whitespace-nowrap"
                  data-testid="receipt-id"
                  title={commonweal.receipt.id}
                >
                  {shortHex(commonweal.receipt.id, 8)}
                </code>
                <CopyButton value={commonweal.receipt.id} what={t('answer.receipt')} />
              </span>
            ),
          },
        ]}
      />
      <ReceiptChecker
        key={commonweal.receipt.id}
        receipt={commonweal.receipt}
        versionId={commonweal.versionId}
        question={question}
        data={raw.data}
      />
    </section>
  )
}
