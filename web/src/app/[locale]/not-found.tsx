import { useTranslations } from 'next-intl'
import { PageTitle } from '@/components/PageTitle'
import { buttonStyle } from '@/components/ui/buttonStyle'
import { EmptyState } from '@/components/ui/EmptyState'
import { Link } from '@/i18n/navigation'

/** No page, proposal or model has this address. */
export default function NotFound() {
  const t = useTranslations('common.notFound')
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <EmptyState
        title={t('body')}
        action={
          <Link href="/" className={buttonStyle()}>
            {t('home')}
          </Link>
        }
      />
    </>
  )
}
