import type { Hex } from 'viem'
import { PolicyError } from '../errors/PolicyError.ts'
import { firstFault, joinPlace } from './firstFault.ts'
import { policyLimits } from './policyLimits.ts'
import { type Policy, policySchema } from './policySchema.ts'

/** Readers that follow a document into itself have to be stopped before they start. */
function checkDepth(json: unknown, place: string): void {
  let generation: unknown[] = [json]
  for (let depth = 0; generation.length > 0; depth++) {
    if (depth > policyLimits.depth) {
      throw new PolicyError(`The policy has more than ${policyLimits.depth} generations.`, {
        code: 'policy_too_deep',
        at: joinPlace(place, 'parents'),
        next: `Name at most ${policyLimits.parts - 1} policies that it descends from.`,
      })
    }
    generation = generation.flatMap((one) => {
      const parents = (one as { parents?: unknown } | null | undefined)?.parents
      return Array.isArray(parents) ? parents : []
    })
  }
}

/** What has to be equal where a policy is written twice. */
function contents({ parents, audience, purposes, labels, ...rest }: Policy): string {
  return JSON.stringify(
    {
      ...rest,
      audience: audience.map(({ anyOf }) => anyOf.toSorted().join()).toSorted(),
      purposes: purposes.toSorted(),
      labels: labels.toSorted(),
      parents: [...new Set(parents.map((parent) => parent.policyId))].toSorted(),
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  )
}

function checkAgreement(policy: Policy, place: string): void {
  const known = new Map<Hex, string>()
  const check = (part: Policy, at: string): void => {
    const own = contents(part)
    const other = known.get(part.policyId)
    if (other !== undefined && other !== own) {
      throw new PolicyError(
        `The policy ${part.policyId} is written twice with different contents, the second time at ${at}.`,
        {
          code: 'policy_contradiction',
          at,
          details: { policyId: part.policyId },
          next: 'Write it the same in both places, as it stands on chain.',
        },
      )
    }
    known.set(part.policyId, own)
    part.parents.forEach((parent, index) => {
      check(parent, joinPlace(at, `parents[${index}]`))
    })
  }
  check(policy, place)
}

/**
 * Reads a policy from what JSON gave.
 *
 * @param place Where it stands in the document that is read, for errors to name.
 * @throws PolicyError `policy_invalid`, `policy_contradiction` or `policy_too_deep`, which names the place.
 */
export function parsePolicy(json: unknown, place = ''): Policy {
  checkDepth(json, place)
  const result = policySchema.safeParse(json)
  if (!result.success) {
    const { at: within, why } = firstFault(result.error)
    const at = joinPlace(place, within)
    throw new PolicyError(`The policy is not valid${at === '' ? '' : ` at ${at}`}: ${why}.`, {
      code: 'policy_invalid',
      at,
      next: 'Correct it; sdk/README.md says what each field may hold.',
    })
  }
  checkAgreement(result.data, place)
  return result.data
}
