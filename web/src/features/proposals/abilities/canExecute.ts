import { type Ability, able, unable } from '@/lib/Ability'
import type { Phase } from '../phase'

/** Whether a proposal can be carried out now. Anyone may do it. */
export function canExecute({
  phase,
  genuine,
}: {
  phase: Phase
  genuine: boolean
}): Ability<'notQueued' | 'tooEarly' | 'executed' | 'over' | 'notGenuine'> {
  if (phase === 'carriedOut') return unable('executed')
  if (['withdrawn', 'stopped', 'expired', 'notPassed'].includes(phase)) return unable('over')
  if (phase === 'waiting') return unable('tooEarly')
  if (phase !== 'ready') return unable('notQueued')
  if (!genuine) return unable('notGenuine')
  return able
}
