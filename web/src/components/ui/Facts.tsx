import type { ReactNode } from 'react'
import { classes } from './classes'

/** Names and values, one under the other on a small screen. */
export function Facts({
  items,
  className,
}: {
  items: { name: ReactNode; value: ReactNode; key: string }[]
  className?: string
}) {
  return (
    <dl className={classes('divide-y divide-line', className)}>
      {items.map(({ key, name, value }) => (
        <div key={key} className="gap-4 py-2 sm:flex sm:items-baseline">
          <dt className="text-quiet sm:w-56 sm:shrink-0">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
