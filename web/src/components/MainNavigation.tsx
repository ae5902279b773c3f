'use client'

import { useTranslations } from 'next-intl'
import { Link, usePathname } from '@/i18n/navigation'
import { classes } from './ui/classes'

const places = [
  { href: '/', name: 'home' },
  { href: '/proposals', name: 'proposals' },
  { href: '/models', name: 'models' },
  { href: '/ask', name: 'ask' },
  { href: '/community', name: 'community' },
] as const

/** The way around, with the present place marked. */
export function MainNavigation() {
  const t = useTranslations('common.nav')
  const path = usePathname()
  return (
    <nav aria-label={t('label')} className="order-last w-full lg:order-none lg:w-auto">
      <ul className="-mx-2 flex flex-wrap">
        {places.map(({ href, name }) => {
          const here = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={classes(
                  'tap rounded-lg px-2 text-quiet hover:bg-sunken hover:text-ink sm:px-3',
                  here && 'font-semibold text-accent underline decoration-2 underline-offset-8',
                )}
              >
                {t(name)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
