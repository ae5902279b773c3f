'use client'

import { useTranslations } from 'next-intl'
import { ChainTime } from '@/components/ChainTime'
import { Button } from '@/components/ui/Button'
import { Notice } from '@/components/ui/Notice'
import { TechnicalDetails } from '@/components/ui/TechnicalDetails'
import { Link } from '@/i18n/navigation'
import type { Refusal } from '../askWorker'
import type { AskableVersion } from './AskForm'

/** Why there is no answer, in plain words: what happened, what the community gave as its reason, and what next. */
export function RefusalCard({
  refusal,
  version,
  now,
  onAgain,
}: {
  refusal: Refusal
  version: AskableVersion
  now: number
  onAgain: () => void
}) {
  const t = useTranslations('ask.refusal')
  const tCommon = useTranslations('common')
  const tError = useTranslations('errors.worker')
  const { key } = refusal
  const stopped = key === 'version_revoked' || key === 'version_suspended' ? version.stop : null
  return (
    <section aria-labelledby="refusal-title" className="space-y-4" data-testid="refusal" data-code={key}>
      <h2 id="refusal-title" className="font-bold text-xl">
        {t('title')}
      </h2>
      <Notice
        tone={key === 'version_loading' || key === 'queue_full' ? 'info' : 'warn'}
        title={tError(`${key}.title`)}
        next={tError(`${key}.next`)}
      >
        {stopped ? (
          <p>
            {t.rich(key === 'version_revoked' ? 'revoked' : 'stopped', {
              when: () => <ChainTime at={stopped.at} now={now} />,
              reason: stopped.reason ?? '',
            })}
          </p>
        ) : null}
        {key === 'version_not_yet' && version.notBefore !== null ? (
          <p>{t.rich('until', { when: () => <ChainTime at={version.notBefore ?? now} now={now} /> })}</p>
        ) : null}
        {refusal.retryAfter !== undefined && key === 'queue_full' ? (
          <p>{t('seconds', { seconds: refusal.retryAfter })}</p>
        ) : null}
      </Notice>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Button tone="secondary" onClick={onAgain}>
          {t('again')}
        </Button>
        {stopped?.proposalId ? (
          <Link href={`/proposals/${stopped.proposalId}`} className="tap text-link">
            {t('proposal')}
          </Link>
        ) : null}
        <Link href={`/models/${version.slug}?version=${version.id}`} className="tap text-link">
          {t('version')}
        </Link>
      </div>
      {refusal.message || refusal.path ? (
        <TechnicalDetails label={tCommon('technicalDetails')}>
          {refusal.message ? (
            <p>
              <span className="font-semibold">{t('said')}:</span> <span dir="auto">{refusal.message}</span>
            </p>
          ) : null}
          {refusal.path ? <p className="break-all">{t('file', { path: refusal.path })}</p> : null}
          {refusal.expected ? (
            <p className="break-all">{t('expected', { digest: refusal.expected })}</p>
          ) : null}
          {refusal.actual ? <p className="break-all">{t('actual', { digest: refusal.actual })}</p> : null}
        </TechnicalDetails>
      ) : null}
    </section>
  )
}
