import type { Manifest } from '@commonweal/sdk/manifest/schema'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Facts } from '@/components/ui/Facts'
import { Section } from '@/components/ui/Section'
import { TechnicalDetails } from '@/components/ui/TechnicalDetails'
import { fileSize } from '@/lib/format/fileSize'

/** What a bundle says about itself: its card and its files. Everything in it is somebody's word, shown as plain text. */
export function VersionCard({ manifest }: { manifest: Manifest }) {
  const t = useTranslations('models')
  const locale = useLocale()
  const { card, files, runtime } = manifest
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
  const languageName = (tag: string) => {
    try {
      return languages.of(tag) ?? tag
    } catch {
      return tag
    }
  }
  const list = (items: readonly string[]) => (
    <ul className="list-disc space-y-1 ps-5" dir="auto">
      {items.map((item) => (
        <li key={item} className="whitespace-pre-line">
          {item}
        </li>
      ))}
    </ul>
  )
  const facts: { key: string; name: ReactNode; value: ReactNode }[] = [
    {
      key: 'task',
      name: t('card.task'),
      value:
        manifest.task === 'text-classification' || manifest.task === 'feature-extraction'
          ? t(`task.${manifest.task}`)
          : manifest.task,
    },
    ...(manifest.language.length > 0
      ? [
          {
            key: 'language',
            name: t('card.language'),
            value: new Intl.ListFormat(locale).format(manifest.language.map(languageName)),
          },
        ]
      : []),
    {
      key: 'license',
      name: t('card.license'),
      value: manifest.license ?? `${manifest.license_name} (${manifest.license_link})`,
    },
    ...(manifest.base_model?.length
      ? [
          {
            key: 'base',
            name: t('card.madeFrom'),
            value: new Intl.ListFormat(locale).format(manifest.base_model),
          },
        ]
      : []),
    { key: 'intended', name: t('card.intendedUse'), value: list(card.intendedUse) },
    ...(card.outOfScope.length > 0
      ? [{ key: 'scope', name: t('card.outOfScope'), value: list(card.outOfScope) }]
      : []),
    { key: 'limits', name: t('card.limitations'), value: list(card.limitations) },
    ...(card.trainingData.length > 0
      ? [
          {
            key: 'data',
            name: t('card.trainingData'),
            value: (
              <ul className="space-y-3" dir="auto">
                {card.trainingData.map((source) => (
                  <li key={source.name}>
                    <p className="font-semibold">{source.name}</p>
                    <p className="whitespace-pre-line">{source.description}</p>
                    <p className="text-quiet text-sm">
                      {t('card.custodian', { custodian: source.custodian })}
                    </p>
                    <p className="text-quiet text-sm">{t('card.consent', { consent: source.consent })}</p>
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    ...(card.evaluation.length > 0
      ? [
          {
            key: 'evaluation',
            name: t('card.evaluation'),
            value: (
              <ul className="space-y-3" dir="auto">
                {card.evaluation.map((result) => (
                  <li key={`${result.dataset.name} ${result.dataset.split ?? ''} ${result.task.type}`}>
                    <p className="font-semibold">
                      {result.dataset.name}
                      {result.dataset.split ? ` (${t('card.split', { split: result.dataset.split })})` : null}
                    </p>
                    <ul>
                      {result.metrics.map((metric) => (
                        <li key={`${metric.type} ${metric.name ?? ''}`}>
                          {t('card.metric', {
                            name: metric.name ?? metric.type,
                            value:
                              typeof metric.value === 'number' ? number.format(metric.value) : metric.value,
                          })}
                        </li>
                      ))}
                    </ul>
                    {result.notes ? <p className="whitespace-pre-line text-quiet">{result.notes}</p> : null}
                  </li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    ...(card.energy?.kilowattHours !== undefined
      ? [
          {
            key: 'energy',
            name: t('card.energy'),
            value: t('card.kilowattHours', { value: number.format(card.energy.kilowattHours) }),
          },
        ]
      : []),
    ...(card.contact ? [{ key: 'contact', name: t('card.contact'), value: card.contact }] : []),
  ]
  const total = files.reduce((sum, { size }) => sum + size, 0)
  return (
    <>
      <Section title={t('card.title')}>
        <div className="panel space-y-4 p-5">
          <p className="font-semibold" dir="auto">
            {manifest.name} {manifest.version}
          </p>
          <p className="whitespace-pre-line text-lg" dir="auto">
            {card.description}
          </p>
          <Facts items={facts} />
          <p className="text-quiet text-sm">{t('card.checked')}</p>
        </div>
      </Section>
      <TechnicalDetails
        label={`${t('files.title')}: ${t('files.summary', { count: files.length, size: fileSize(total, locale) })}`}
      >
        <ul className="divide-y divide-line">
          {files.map(({ path, size, sha256 }) => (
            <li key={path} className="py-2">
              <p className="flex flex-wrap justify-between gap-x-4">
                <code dir="ltr" className="break-all font-semibold">
                  {path}
                </code>
                <span>{fileSize(size, locale)}</span>
              </p>
              <p className="text-quiet">
                {t('files.sha256')}{' '}
                <code dir="ltr" className="break-all">
                  {sha256}
                </code>
              </p>
            </li>
          ))}
        </ul>
        <Facts
          items={[
            { key: 'dtype', name: t('runtime.dtype'), value: runtime.dtype },
            {
              key: 'tokens',
              name: t('runtime.maxInputTokens'),
              value: number.format(runtime.maxInputTokens),
            },
          ]}
        />
      </TechnicalDetails>
    </>
  )
}
