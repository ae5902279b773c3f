import { useTranslations } from 'next-intl'
import { WalletButton } from '@/features/wallet/WalletButton'
import { Link } from '@/i18n/navigation'
import { MainNavigation } from './MainNavigation'

/** Name, way around, wallet. */
export function SiteHeader() {
  const t = useTranslations('common')
  return (
    <header className="border-line border-b bg-card">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-3 gap-y-1 lg:gap-x-6 px-4 py-2 sm:px-6">
        <Link href="/" className="tap gap-2 font-bold text-lg">
          {/* biome-ignore lint/performance/noImgElement: an own 500-byte drawing needs no image service */}
          <img src="/icon.svg" alt="" width={28} height={28} />
          {t('appName')}
        </Link>
        <MainNavigation />
        <div className="ms-auto">
          <WalletButton />
        </div>
      </div>
    </header>
  )
}
