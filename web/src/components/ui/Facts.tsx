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
    <dl className={classes('@container divide-y divide-line', className)}>
      {items.map(({ key, name, value }) => (
        <div key={key} className="gap-4 py-2 @md:flex @md:items-baseline">
          <dt className="text-quiet @md:w-52 @md:shrink-0">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
