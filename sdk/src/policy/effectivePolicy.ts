import type { Address, Hex } from 'viem'
import type { Role } from '../governance/roles.ts'
import type { Season } from './season.ts'
import type { CommercialRule, DerivativeRule, Purpose, RetentionRule } from './vocabulary.ts'

/** A term of an audience, bound to whose it is. */
export type BoundTerm = 'anyone' | `${'community' | 'grantees' | Role | 'group'}:${Hex}`

/**
 * What several policies permit together, in normal form: two that say the same are equal. Lists are sets, in ascending
 * order.
 */
export type EffectivePolicy = {
  /** Some term of every clause has to hold. An empty clause, then the only one, is an audience of nobody. */
  readonly audience: readonly (readonly BoundTerm[])[]
  readonly purposes: readonly Purpose[]
  readonly commercial: CommercialRule
  /** Policies that have to grant commercial use; none where it is refused. */
  readonly commercialGrants: readonly Hex[]
  /** Basis points; 0 where commercial use is refused. */
  readonly share: number
  readonly derivatives: DerivativeRule
  /** Policies that have to approve a derivative; none where they are refused. */
  readonly derivativeApprovals: readonly Hex[]
  /** All have to be open. */
  readonly seasons: readonly Season[]
  readonly closedUntil: number | null
  /** How many elders of each community have to consent. */
  readonly consents: readonly { readonly communityId: Hex; readonly consent: number }[]
  /** Digests of the texts that every answer carries. */
  readonly attributions: readonly Hex[]
  readonly outreachOnly: boolean
  readonly expiresAt: number | null
  /** Any of them may withdraw what it contributed. */
  readonly custodians: readonly Address[]
  readonly retention: RetentionRule
  readonly labels: readonly Hex[]
}
