import { useTranslations } from 'next-intl'
import { readingError } from '@/lib/errors/readingError'
import type { Failure } from '@/lib/settle'
import { Notice } from './ui/Notice'

/** Why something could not be read, in the person's words, and what to do next. */
export function ErrorNotice({
  error,
  tone = 'bad',
  className,
}: {
  error: Failure
  tone?: 'bad' | 'warn'
  className?: string
}) {
  const t = useTranslations('errors.reading')
  const key = readingError(error.code)
  return (
    <Notice
      tone={tone}
      role="status"
      title={t(`${key}.title`)}
      next={t(`${key}.next`)}
      className={className}
    />
  )
}
