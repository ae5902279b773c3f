import { z } from 'zod'
import { type Role, roleBits } from '../governance/roles.ts'
import { bytes32 } from './fields.ts'
import { purposes } from './vocabulary.ts'

/** What somebody wants to do with what a policy protects, and what is known of them. */
export const requestSchema = z.strictObject({
  purpose: z.enum(purposes),
  /** Whether money is to be made. The purpose `commercial` says so too. */
  commercial: z.boolean().default(false),
  /** Whether something new is to be made of it. */
  derivative: z.boolean().default(false),
  memberships: z
    .array(
      z.strictObject({
        communityId: bytes32,
        roles: z.array(z.enum(Object.keys(roleBits) as [Role, ...Role[]])).default([]),
      }),
    )
    .default([]),
  /** Communities that share with one of the requester's. */
  grants: z.array(bytes32).default([]),
  groups: z.array(bytes32).default([]),
  /** Policies that granted the requester commercial use. */
  commercialGrants: z.array(bytes32).default([]),
  /** Policies that approved what the requester wants to make. */
  derivativeApprovals: z.array(bytes32).default([]),
})

/** A request with nothing left out. */
export type PolicyRequest = z.output<typeof requestSchema>
/** A request as JSON carries it. */
export type PolicyRequestJson = z.input<typeof requestSchema>
