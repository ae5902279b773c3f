import { useTranslations } from 'next-intl'
import { Skeleton } from '@/components/ui/Skeleton'

/** The shape of a page while it is on its way. */
export default function Loading() {
  const t = useTranslations('common')
  return (
    <div className="space-y-6">
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      <Skeleton className="h-10 w-2/3" />
      <Skeleton className="h-6 w-full max-w-prose" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-28 w-full" />
    </div>
  )
}
