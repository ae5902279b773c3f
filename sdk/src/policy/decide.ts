import { type Decision, decideEffective } from './decideEffective.ts'
import { policyLimits } from './policyLimits.ts'
import { policyParts } from './policyParts.ts'
import type { Policy } from './policySchema.ts'
import type { PolicyRequest } from './requestSchema.ts'
import { resolvePolicy } from './resolvePolicy.ts'

/**
 * Decides about a request under a policy and all it descends from, as `CulturalProtocols.decide` does on chain: the
 * most restrictive wins. Whoever asks often resolves the policy once and uses `decideEffective`.
 *
 * @param policy Null where there is none under the id that was asked for.
 * @param at Unix seconds.
 */
export function decide(policy: Policy | null, request: PolicyRequest, at: number): Decision {
  if (policy === null || policyParts(policy).length > policyLimits.parts) {
    return { allowed: false, reason: 'UNKNOWN_POLICY', until: null }
  }
  return decideEffective(resolvePolicy(policy), request, at)
}
