import type { ReactNode } from 'react'

/** A page's heading, with what it is about below. */
export function PageTitle({
  children,
  intro,
  above,
}: {
  children: ReactNode
  intro?: ReactNode
  above?: ReactNode
}) {
  return (
    <div className="mb-8 space-y-2">
      {above}
      <h1 className="font-bold text-2xl sm:text-3xl">{children}</h1>
      {intro ? <p className="max-w-prose text-lg text-quiet">{intro}</p> : null}
    </div>
  )
}
