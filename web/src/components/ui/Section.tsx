import { type ReactNode, useId } from 'react'
import { classes } from './classes'

/** A part of a page with a heading of its own. */
export function Section({
  title,
  children,
  className,
  aside,
}: {
  title: ReactNode
  children: ReactNode
  className?: string
  aside?: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes('space-y-4', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-bold text-xl">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
