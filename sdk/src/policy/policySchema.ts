import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { type Role, roleBits } from '../governance/roles.ts'
import { bytes32, isUnique } from './fields.ts'
import { moment } from './moment.ts'
import { policyLimits } from './policyLimits.ts'
import { everyDay, type Season } from './season.ts'
import { daysOfWindows } from './seasonWindows.ts'
import { parseUtcOffset } from './utcOffset.ts'
import {
  type AudienceKind,
  audienceKindBits,
  commercialRules,
  derivativeRules,
  purposes,
  retentionRules,
} from './vocabulary.ts'

const audienceWords = [...Object.keys(audienceKindBits), ...Object.keys(roleBits)] as [
  AudienceKind | Role,
  ...(AudienceKind | Role)[],
]

const term = z.union([z.enum(audienceWords), bytes32], {
  error: `is neither ${audienceWords.join(', ')} nor the id of a group`,
})

const clause = z.strictObject({
  anyOf: z.array(term).min(1).max(policyLimits.terms).refine(isUnique, 'names one twice'),
})

/** 29 February is a day of its own, which common years skip. */
const dayOfYear = z
  .string()
  .regex(
    /^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$/,
    'is not a day of the year such as 03-01',
  )

const season = z
  .strictObject({
    utcOffset: z
      .string()
      .regex(
        /^(\+(0[0-9]|1[0-3]):[0-5][0-9]|\+14:00|-(0[0-9]|1[01]):[0-5][0-9]|-12:00)$/,
        'is not an offset from UTC between -12:00 and +14:00',
      ),
    windows: z
      .array(z.strictObject({ from: dayOfYear, to: dayOfYear }))
      .min(1)
      .max(policyLimits.windows),
  })
  .transform(
    ({ utcOffset, windows }): Season => ({
      utcOffset: parseUtcOffset(utcOffset),
      days: daysOfWindows(windows),
    }),
  )
  .refine(({ days }) => days !== everyDay, 'is open on every day of the year; write null')

const custodian = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'is not an address')
  .refine((address) => !/^0x0*$/.test(address), 'is zero, which stands for none')
  .transform((address): Address => getAddress(address.toLowerCase()))

const partSchema = z.strictObject({
  policyId: bytes32,
  communityId: bytes32,
  audience: z.array(clause).min(1).max(policyLimits.clauses),
  purposes: z.array(z.enum(purposes)).refine(isUnique, 'names a purpose twice'),
  commercial: z.enum(commercialRules),
  share: z.int().min(0).max(10_000),
  derivatives: z.enum(derivativeRules),
  season: season.nullable(),
  closedUntil: moment.nullable(),
  consent: z.int().min(0).max(policyLimits.consent),
  attribution: bytes32.nullable(),
  outreachOnly: z.boolean(),
  expiresAt: moment.nullable(),
  custodian: custodian.nullable(),
  retention: z.enum(retentionRules),
  labels: z.array(bytes32).max(policyLimits.labels).refine(isUnique, 'names a label twice'),
  document: bytes32.nullable(),
})

/** One policy without those it descends from. Times are Unix seconds, a season is a set of days. */
export type PolicyPart = z.output<typeof partSchema>
/** A policy with those it descends from. */
export type Policy = PolicyPart & { parents: Policy[] }
/** A policy as JSON carries it. */
export type PolicyJson = z.input<typeof partSchema> & { parents: PolicyJson[] }
/** Who may use something: one of the words, or the id of a group. */
export type AudienceTerm = AudienceKind | Role | Hex

/**
 * A policy as JSON. Objects are strict and every field is needed: a field that a reader skips, or makes up, would let
 * it permit what the community did not.
 */
export const policySchema: z.ZodType<Policy, PolicyJson> = partSchema
  .extend({ parents: z.array(z.lazy(() => policySchema)) })
  .refine(({ commercial, share }) => commercial !== 'refused' || share === 0, {
    path: ['share'],
    message: 'has to be 0 where commercial use is refused',
  })
