import { type Ability, able, unable } from '@/lib/Ability'
import type { Status } from '../status'

/** What a member can propose about a version. */
export const versionProposals = ['approve', 'restore', 'revoke'] as const
/** One of {@link versionProposals}. */
export type VersionProposal = (typeof versionProposals)[number]

/** Whether somebody may propose this about a version now, by what the registry will accept when it is carried out. */
export function canProposeAbout(
  what: VersionProposal,
  { status, isMember }: { status: Status; isMember: boolean },
): Ability<'notMember' | 'notApproved' | 'alreadyApproved' | 'notSuspended' | 'revoked' | 'withdrawn'> {
  if (status === 'Revoked') return unable('revoked')
  if (status === 'Withdrawn') return unable('withdrawn')
  switch (what) {
    case 'approve':
      if (status === 'Approved' || status === 'Suspended') return unable('alreadyApproved')
      break
    case 'restore':
      if (status !== 'Suspended') return unable('notSuspended')
      break
    case 'revoke':
      if (status !== 'Approved' && status !== 'Suspended') return unable('notApproved')
      break
  }
  return isMember ? able : unable('notMember')
}
