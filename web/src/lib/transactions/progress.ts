import type { Hex } from 'viem'
import type { Explanation } from '@/lib/errors/explainError'

/** Where a transaction is between a person's wish and everyone's seeing it. */
export type Progress =
  | { step: 'idle' }
  | { step: 'checking' }
  | { step: 'wallet' }
  | { step: 'sent'; hash: Hex }
  | { step: 'confirmed'; hash: Hex; block: number; slow: boolean }
  | { step: 'visible'; hash: Hex; block: number }
  | { step: 'cancelled' }
  | { step: 'failed'; why: Explanation; hash?: Hex }

/** The steps a person sees, in their order. */
export const visibleSteps = ['wallet', 'sent', 'confirmed', 'visible'] as const
/** One of {@link visibleSteps}. */
export type VisibleStep = (typeof visibleSteps)[number]

/** Whether a step is behind, at hand, or ahead. The last one is done as soon as it is reached. */
export function stateOfStep(step: VisibleStep, progress: Progress): 'done' | 'now' | 'later' {
  const order: Record<string, number> = { checking: 0, wallet: 0, sent: 1, confirmed: 2, visible: 4 }
  const at = order[progress.step] ?? 0
  const position = visibleSteps.indexOf(step)
  // "Sent" and "confirmed" say what has happened; what one waits for is the step after.
  if (progress.step === 'sent' && step === 'sent') return 'now'
  if (progress.step === 'confirmed' && step === 'confirmed') return 'done'
  if (progress.step === 'confirmed' && step === 'visible') return 'now'
  return position < at ? 'done' : position === at ? 'now' : 'later'
}

/** Whether something is under way, so that it must not be started again. */
export function isUnderWay(progress: Progress): boolean {
  return ['checking', 'wallet', 'sent', 'confirmed'].includes(progress.step)
}
