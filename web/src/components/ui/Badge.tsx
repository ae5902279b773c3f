import type { ReactNode } from 'react'
import { classes } from './classes'

const tones = {
  neutral: 'bg-sunken text-ink border-edge',
  accent: 'bg-accent-soft text-accent border-accent',
  good: 'bg-good-soft text-good border-good',
  warn: 'bg-warn-soft text-warn border-warn',
  bad: 'bg-bad-soft text-bad border-bad',
} as const

/** How a badge may look; the words say the same. */
export type BadgeTone = keyof typeof tones

/** A state in one or two words. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex items-center rounded-full border px-3 py-0.5 text-sm font-semibold',
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
