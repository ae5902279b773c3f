import { type Ability, able, unable } from '@/lib/Ability'
import type { Phase } from '../phase'

/** Whether a proposal can be scheduled now. Anyone may do it. */
export function canQueue({
  phase,
  genuine,
}: {
  phase: Phase
  genuine: boolean
}): Ability<'notSucceeded' | 'alreadyQueued' | 'over' | 'notGenuine'> {
  if (phase === 'waiting' || phase === 'ready') return unable('alreadyQueued')
  if (['carriedOut', 'withdrawn', 'stopped', 'expired', 'notPassed'].includes(phase)) return unable('over')
  if (phase !== 'passed') return unable('notSucceeded')
  if (!genuine) return unable('notGenuine')
  return able
}
