import type { z } from 'zod'
import { MatchingError } from '../errors/MatchingError.ts'
import { firstFault } from '../policy/firstFault.ts'
import { matchingLimits } from './matchingLimits.ts'
import { roundOfGiftsSchema, roundOfProjectsSchema } from './roundSchema.ts'
import type { DonorGift } from './tallyOf.ts'

/** A round with nothing left out. Amounts in base units. */
export type Round = {
  pool: bigint
  /** 0: no cap. */
  cap: bigint
  scaleUp: boolean
  /** M: see `pairOf`. */
  householdBound: bigint
  /** In the order of the file, names that are whole numbers first; gifts summed per donor. */
  projects: { name: string; gifts: DonorGift[] }[]
}

function refuse(at: string, why: string): MatchingError {
  return new MatchingError(`The round is not valid${at === '' ? '' : ` at ${at}`}: ${why}.`, {
    code: 'round_invalid',
    at,
    next: 'Correct it; sdk/README.md says what a round holds.',
  })
}

function parse<T extends z.ZodType>(schema: T, json: unknown): z.output<T> {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const { at, why } = firstFault(result.error)
  throw refuse(at, why)
}

/** Objects of JavaScript cannot be trusted to keep this key. */
const unkept = '__proto__'

function readProjects(json: object): Round {
  const named = (json as { projects: unknown }).projects
  if (typeof named === 'object' && named !== null) {
    for (const name of ['', unkept]) {
      if (Object.hasOwn(named, name)) throw refuse('projects', `${JSON.stringify(name)} names no project`)
    }
  }
  const { pool, cap = 0n, scaleUp = false, projects } = parse(roundOfProjectsSchema, json)
  return {
    pool,
    cap,
    scaleUp,
    householdBound: matchingLimits.householdBound,
    projects: Object.entries(projects).map(([name, amounts]) => ({
      name,
      gifts: amounts.map((amount) => ({ amount })),
    })),
  }
}

function readGifts(json: object): Round {
  const { pool, cap = 0n, scaleUp = false, gifts, M } = parse(roundOfGiftsSchema, json)
  const households = new Map<string, string>()
  const projects = new Map<string, Map<string, bigint>>()
  gifts.forEach(({ donor, project, amount, household }, index) => {
    if (household !== undefined) {
      if (M === undefined) throw refuse('M', 'is missing; households are bounded by it')
      const declared = households.get(donor)
      if (declared !== undefined && declared !== household) {
        throw refuse(
          `gifts[${index}].household`,
          `the donor ${JSON.stringify(donor)} is in ${JSON.stringify(declared)} already`,
        )
      }
      households.set(donor, household)
    }
    if (project === unkept)
      throw refuse(`gifts[${index}].project`, `${JSON.stringify(project)} names no project`)
    const given = projects.get(project) ?? new Map<string, bigint>()
    projects.set(project, given.set(donor, (given.get(donor) ?? 0n) + amount))
  })
  if (projects.size > matchingLimits.projects) {
    throw refuse('gifts', `has more than ${matchingLimits.projects} projects`)
  }
  return {
    pool,
    cap,
    scaleUp,
    householdBound: M ?? matchingLimits.householdBound,
    projects: [...projects].map(([name, given]) => ({
      name,
      gifts: [...given].map(([donor, amount]) => {
        const household = households.get(donor)
        return household === undefined ? { amount } : { amount, household }
      }),
    })),
  }
}

/**
 * Reads a round from what JSON gave: `projects` with the gifts to each, summed per donor, or single `gifts`, which are
 * summed here. A donor is of the household that any of its gifts names.
 *
 * @throws MatchingError `round_invalid`, which names the place.
 */
export function parseRound(json: unknown): Round {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw refuse('', 'it is not an object')
  if ('projects' in json && 'gifts' in json)
    throw refuse('gifts', 'it has projects already; give one of the two')
  if ('projects' in json) return readProjects(json)
  if ('gifts' in json) return readGifts(json)
  throw refuse('', 'it has neither projects nor gifts')
}
