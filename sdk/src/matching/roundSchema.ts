import { z } from 'zod'
import { uint256 } from '../governance/fieldSchemas.ts'
import { matchingLimits } from './matchingLimits.ts'

const name = z.string().min(1, 'is an empty name')

const terms = {
  /** In base units, as every amount. */
  pool: uint256,
  /** The most that one project is matched with. 0: no cap. */
  cap: uint256.optional(),
  scaleUp: z.boolean().optional(),
}

/** A round by project: what each donor gave to it, summed. */
export const roundOfProjectsSchema = z.strictObject({
  ...terms,
  projects: z
    .record(z.string(), z.array(uint256))
    .refine(
      (projects) => Object.keys(projects).length <= matchingLimits.projects,
      `has more than ${matchingLimits.projects} projects`,
    )
    .meta({ maxProperties: matchingLimits.projects, propertyNames: { minLength: 1 } }),
})

/** A round by gift: any number of them from one donor to one project. */
export const roundOfGiftsSchema = z.strictObject({
  ...terms,
  gifts: z.array(z.strictObject({ donor: name, project: name, amount: uint256, household: name.optional() })),
  /** What pairs within a household are bounded by: see `pairOf`. */
  M: uint256
    .refine(
      (bound) => bound <= matchingLimits.householdBound,
      'is more than 2^128 - 1, with which households make no difference',
    )
    .optional(),
})

/** A round in a file, in either form. */
export const roundSchema = z.union([roundOfProjectsSchema, roundOfGiftsSchema])

/** A round as JSON carries it. */
export type RoundJson = z.input<typeof roundSchema>
