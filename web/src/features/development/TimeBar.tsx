'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/Badge'
import { Button } from '@/components/ui/Button'
import { duration } from '@/lib/format/duration'
import { MoveTimeResult } from './MoveTimeResult'
import { useMoveTime } from './useMoveTime'

const jumps = [60, 3_600, 86_400]

/** "Let time pass", at the foot of every page of a development stack. */
export function TimeBar() {
  const t = useTranslations('development')
  const locale = useLocale()
  const { state, move } = useMoveTime()
  return (
    <section
      aria-label={t('title')}
      className="mt-auto border-warn border-t-2 border-dashed bg-warn-soft py-3"
    >
      <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-4 gap-y-2 px-4 sm:px-6">
        <h2 className="font-bold">{t('title')}</h2>
        <Badge tone="warn">{t('badge')}</Badge>
        <p className="text-sm">{t('note')}</p>
        <div className="flex flex-wrap gap-2">
          {jumps.map((seconds) => (
            <Button key={seconds} tone="secondary" onClick={() => move({ by: seconds })}>
              {t('forward', { duration: duration(seconds, locale) })}
            </Button>
          ))}
        </div>
        <MoveTimeResult state={state} />
      </div>
    </section>
  )
}
