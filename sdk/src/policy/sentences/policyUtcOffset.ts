import { policyParts } from '../policyParts.ts'
import type { Policy } from '../policySchema.ts'

/** Whose days and hours a policy is told in, in minutes: its own season's, else that of the first it descends from. */
export function policyUtcOffset(policy: Policy): number {
  return policyParts(policy).find(({ season }) => season !== null)?.season?.utcOffset ?? 0
}
