import { useTranslations } from 'next-intl'
import { Link } from '@/i18n/navigation'

/** What this is, and where words are explained. */
export function SiteFooter() {
  const t = useTranslations('common')
  return (
    <footer className="mt-8 border-line border-t">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-x-8 gap-y-2 px-4 py-6 text-quiet sm:px-6">
        <p className="max-w-prose text-sm">{t('footer.what')}</p>
        <nav aria-label={t('footer.label')}>
          <Link href="/glossary" className="tap text-link">
            {t('nav.glossary')}
          </Link>
        </nav>
      </div>
    </footer>
  )
}
