'use client'

import { useFormatter, useLocale } from 'next-intl'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/**
 * A moment of the chain: how far it is from the chain's own now, and when it is where the reader lives.
 *
 * @param at Unix seconds.
 * @param now Unix seconds of the latest block; the clock on the wall may differ.
 */
export function ChainTime({ at, now }: { at: number; now?: number }) {
  const format = useFormatter()
  const locale = useLocale()
  // The server does not know the reader's time zone, so the first rendering is in UTC on both sides.
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const date = new Date(at * 1000)
  const absolute = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(here ? {} : { timeZone: 'UTC' }),
  }).format(date)
  return (
    <time dateTime={date.toISOString()} className="whitespace-normal">
      {now === undefined ? (
        absolute
      ) : (
        <>
          {format.relativeTime(date, new Date(now * 1000))} <span className="text-quiet">({absolute})</span>
        </>
      )}
    </time>
  )
}
