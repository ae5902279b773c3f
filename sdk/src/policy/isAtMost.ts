import { looserFields } from './looserFields.ts'
import type { Policy } from './policySchema.ts'

/**
 * Whether a policy permits at most what another does, told from its form: what an elder may tighten a policy to at
 * once, as the contracts tell it. Parents, custodian and consent have to be the same; early closing is not part of a
 * policy's rules.
 */
export const isAtMost = (stricter: Policy, policy: Policy): boolean =>
  looserFields(stricter, policy).length === 0
