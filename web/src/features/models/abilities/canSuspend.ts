import { type Ability, able, unable } from '@/lib/Ability'
import type { Status } from '../status'

/** Whether somebody may stop a version at once. */
export function canSuspend({
  status,
  isGuardian,
}: {
  status: Status
  /** Whether the account is an elder or a steward now. */
  isGuardian: boolean
}): Ability<'notApproved' | 'notGuardian'> {
  if (status !== 'Approved') return unable('notApproved')
  return isGuardian ? able : unable('notGuardian')
}
