import { AlertTriangle, CheckCircle2, Info, OctagonX } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes'

const tones = {
  info: { box: 'bg-accent-soft border-accent', icon: Info, ink: 'text-accent' },
  good: { box: 'bg-good-soft border-good', icon: CheckCircle2, ink: 'text-good' },
  warn: { box: 'bg-warn-soft border-warn', icon: AlertTriangle, ink: 'text-warn' },
  bad: { box: 'bg-bad-soft border-bad', icon: OctagonX, ink: 'text-bad' },
} as const

/** Something a person should know: what it is, why, and what they can do next. */
export function Notice({
  tone,
  title,
  children,
  next,
  role,
  className,
}: {
  tone: keyof typeof tones
  title: ReactNode
  children?: ReactNode
  next?: ReactNode
  /** `alert` or `status` where it appears while the page is open. */
  role?: 'alert' | 'status'
  className?: string
}) {
  const { box, icon: Icon, ink } = tones[tone]
  return (
    <div role={role} className={classes('flex gap-3 rounded-xl border-s-4 px-4 py-3', box, className)}>
      <Icon aria-hidden className={classes('mt-1 size-5 shrink-0', ink)} />
      <div className="min-w-0 space-y-1">
        <p className="font-semibold">{title}</p>
        {children ? <div>{children}</div> : null}
        {next ? <div className="font-medium">{next}</div> : null}
      </div>
    </div>
  )
}
