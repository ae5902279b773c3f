import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { PageTitle } from '@/components/PageTitle'
import { terms } from '@/features/glossary/terms'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('glossary'))('title') }
}

/** Every word that somebody new may not know. */
export default async function GlossaryPage({ params }: { params: Promise<{ locale: 'en' }> }) {
  const { locale } = await params
  setRequestLocale(locale)
  const t = await getTranslations('glossary')
  const sorted = terms
    .map((id) => ({ id, name: t(`terms.${id}.name`) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <>
      <PageTitle intro={t('intro')}>{t('title')}</PageTitle>
      <dl className="max-w-prose space-y-5">
        {sorted.map(({ id, name }) => (
          <div key={id} id={id} className="scroll-mt-6 rounded-xl px-4 py-2 target:bg-accent-soft">
            <dt className="font-bold">{name}</dt>
            <dd>{t(`terms.${id}.explanation`)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
