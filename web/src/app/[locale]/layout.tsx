import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { hasLocale, NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations, setRequestLocale } from 'next-intl/server'
import { type ReactNode, Suspense } from 'react'
import { ConfigurationProblem } from '@/components/ConfigurationProblem'
import { FreshnessBanner } from '@/components/FreshnessBanner'
import { LiveRefresh } from '@/components/LiveRefresh'
import { SiteFooter } from '@/components/SiteFooter'
import { SiteHeader } from '@/components/SiteHeader'
import { TimeBar } from '@/features/development/TimeBar'
import { clientNamespaces } from '@/i18n/namespaces'
import { direction, routing } from '@/i18n/routing'
import { ConfigProvider } from '@/lib/config/ConfigProvider'
import { ConfigError, clientConfig, readConfig } from '@/lib/config/readConfig'
import '../globals.css'

type Props = { children: ReactNode; params: Promise<{ locale: string }> }

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f5ee' },
    { media: '(prefers-color-scheme: dark)', color: '#11191b' },
  ],
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return {
    title: { default: t('appName'), template: `%s · ${t('appName')}` },
    description: t('footer.what'),
    icons: { icon: '/icon.svg' },
  }
}

/** The frame of every page. Without a valid configuration there is no page to frame, so it says what is missing. */
export default async function Layout({ children, params }: Props) {
  await connection()
  const { locale } = await params
  if (!hasLocale(routing.locales, locale)) notFound()
  setRequestLocale(locale)
  const t = await getTranslations('common')
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const messages = await getMessages()
  const forBrowser = Object.fromEntries(clientNamespaces.map((name) => [name, messages[name]]))

  let body: ReactNode
  try {
    const config = clientConfig(readConfig())
    body = (
      <ConfigProvider config={config} nonce={nonce}>
        <SiteHeader />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-5xl flex-1 px-4 py-8 sm:px-6">
          <Suspense>
            <FreshnessBanner />
          </Suspense>
          {children}
        </main>
        <SiteFooter />
        {config.development ? <TimeBar /> : null}
        <LiveRefresh />
      </ConfigProvider>
    )
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    body = <ConfigurationProblem issues={error.issues} />
  }
  return (
    <html lang={locale} dir={direction(locale)}>
      <body className="flex flex-col font-sans">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:start-4 focus:top-4 focus:z-50 focus:rounded-lg focus:bg-card focus:px-4 focus:py-3 focus:font-semibold"
        >
          {t('skipToContent')}
        </a>
        <NextIntlClientProvider locale={locale} messages={forBrowser as never}>
          {body}
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
