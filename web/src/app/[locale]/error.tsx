'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/Button'
import { Notice } from '@/components/ui/Notice'

/** A page that failed in a way nobody foresaw. */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  const t = useTranslations('common.failure')
  return (
    <div className="space-y-4">
      <h1 className="font-bold text-2xl">{t('title')}</h1>
      <Notice tone="bad" role="alert" title={t('body')}>
        {error.digest ? t('reference', { digest: error.digest }) : null}
      </Notice>
      <Button onClick={() => retry()}>{t('retry')}</Button>
    </div>
  )
}
