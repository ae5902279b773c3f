import { hasLocale } from 'next-intl'
import { getRequestConfig } from 'next-intl/server'
import { namespaces } from './namespaces'
import { routing } from './routing'

export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale
  const files = await Promise.all(
    namespaces.map(async (name) => [name, (await import(`../../messages/${locale}/${name}.json`)).default]),
  )
  return {
    locale,
    messages: Object.fromEntries(files),
    // The server does not know where the reader is; times turn into local ones in the browser.
    timeZone: 'UTC',
  }
})
