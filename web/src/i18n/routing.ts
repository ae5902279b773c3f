import { defineRouting } from 'next-intl/routing'

/** A language is added by adding its folder under `messages/` and its tag here. */
export const routing = defineRouting({ locales: ['en'], defaultLocale: 'en', localePrefix: 'always' })

/** One of the languages of the app. */
export type Locale = (typeof routing.locales)[number]

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'ckb', 'dv', 'yi'])

/** The direction a language is written in, for `<html dir>`. */
export function direction(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(locale.split('-')[0] ?? locale) ? 'rtl' : 'ltr'
}
