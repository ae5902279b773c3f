import { useTranslations } from 'next-intl'
import type { ConfigIssue } from '@/lib/config/readConfig'
import { Notice } from './ui/Notice'

/** What is shown instead of every page while the environment is not complete. */
export function ConfigurationProblem({ issues }: { issues: readonly ConfigIssue[] }) {
  const t = useTranslations('common.configuration')
  return (
    <main id="content" tabIndex={-1} className="mx-auto max-w-2xl px-4 py-16">
      <h1 className="mb-6 font-bold text-3xl">{t('title')}</h1>
      <Notice tone="bad" title={t('intro')} next={t('next')}>
        <ul className="list-disc ps-5">
          {issues.map(({ variable, problem }) => (
            <li key={variable}>{t('issue', { variable, problem })}</li>
          ))}
        </ul>
      </Notice>
    </main>
  )
}
