import { reasons } from '@commonweal/sdk/policy/reasons'

/** What `CulturalProtocols.decide` said. */
export interface PolicyDecision {
  allowed: boolean
  /** Its place in the sdk's `reasons`. */
  reason: number
  /** Chain time (Unix seconds) at which time alone changes it; 0 where it does not. */
  until: number
}

/** What is said of a policy that does not exist. */
export const undecided: PolicyDecision = {
  allowed: false,
  reason: reasons.indexOf('UNKNOWN_POLICY'),
  until: 0,
}

/** Whether whoever asked may know of what stands under the policy. */
export function isLetIn({ allowed, reason }: PolicyDecision): boolean {
  return allowed || (reason !== undecided.reason && reason !== reasons.indexOf('AUDIENCE'))
}

/** Of what several servers say, the least. A yes ends where the first of them ends; a no, where the last of them does. */
export function strictest(decisions: readonly PolicyDecision[]): PolicyDecision {
  return decisions.reduce((a, b) => {
    if (a.allowed !== b.allowed) return a.allowed ? b : a
    if (a.reason !== b.reason) return a.reason < b.reason ? a : b
    if (a.allowed) return ends(a) < ends(b) ? a : b
    return ends(a) < ends(b) ? b : a
  })
}

function ends({ until }: PolicyDecision): number {
  return until === 0 ? Number.POSITIVE_INFINITY : until
}
