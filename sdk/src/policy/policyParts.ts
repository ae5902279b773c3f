import type { Hex } from 'viem'
import type { Policy } from './policySchema.ts'

/** A policy and all it descends from, each once: itself, then generation by generation in the order they are named. */
export function policyParts(policy: Policy): Policy[] {
  const parts = new Map<Hex, Policy>([[policy.policyId, policy]])
  // A map's iteration reaches what is added to it on the way.
  for (const { parents } of parts.values()) {
    for (const parent of parents) {
      if (!parts.has(parent.policyId)) parts.set(parent.policyId, parent)
    }
  }
  return [...parts.values()]
}
