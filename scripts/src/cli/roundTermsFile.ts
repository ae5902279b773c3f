import { createHash } from 'node:crypto'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { matchingLimits } from '@commonweal/sdk/matching/matchingLimits'
import { firstFault } from '@commonweal/sdk/policy/firstFault'
import type { RoundTerms } from '@commonweal/sdk/proposals/roundTerms'
import { type Hex, isHex, keccak256, toHex } from 'viem'
import { z } from 'zod'
import { addressSchema } from './addressSchema.ts'
import { formatTime } from './formatTime.ts'
import { parseDuration } from './parseDuration.ts'
import { readJsonFile } from './readPolicyFile.ts'
import { readTokens } from './tokenAmount.ts'

const hash = z
  .custom<Hex>(
    (value) => isHex(value, { strict: true }) && value.length === 66,
    'is not 0x and 64 hexadecimal digits',
  )
  .transform((value) => value.toLowerCase() as Hex)

const duration = z.string().transform((text, context) => {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds < 2 ** 32) return seconds
  context.addIssue({ code: 'custom', message: 'is not a duration such as "14 days"' })
  return z.NEVER
})

/** A moment, or how long after the moment before it. */
const moment = z.string().transform((text, context) => {
  const after = parseDuration(text)
  if (after !== undefined) return { after }
  const at = /^[0-9]{4}-.*(Z|[+-][0-9]{2}:[0-9]{2})$/.test(text) ? Date.parse(text) / 1000 : Number.NaN
  if (Number.isInteger(at) && at >= 0 && at < 2 ** 48) return { at }
  context.addIssue({
    code: 'custom',
    message: 'is neither a time such as 2027-03-01T00:00:00Z nor a duration such as "14 days"',
  })
  return z.NEVER
})

const fileSchema = z.strictObject({
  /** The round's id is made from it. */
  name: z.string().min(1, 'is empty'),
  /** What members read; its sha256 goes on record with the round. */
  text: z
    .string()
    .max(65_536)
    .refine((text) => text.trim() !== '', 'is empty; say what the round is for')
    .refine((text) => !/\p{Cs}/u.test(text), 'is not Unicode text'),
  others: z.array(hash).max(7, 'has more than 7 communities besides your own').default([]),
  token: addressSchema,
  amountsIn: z.enum(['tokens', 'baseUnits'], { error: 'says neither "tokens" nor "baseUnits"' }),
  givingFrom: moment,
  givingUntil: moment,
  reviewUntil: moment,
  expiresAt: moment,
  minGift: z.string(),
  cap: z.string().optional(),
  leastPool: z.string().optional(),
  deposit: z.string().optional(),
  householdBound: z.string().optional(),
  undoPeriod: duration.default(0),
  scaleUp: z.boolean().default(false),
})

const help =
  'See the example in scripts/src/cli/round.example.json: times, or how long after the one before; amounts as decimal strings in what amountsIn says.'

/** What a file opens. */
export type RoundTermsFile = { name: string; text: string; salt: Hex; terms: RoundTerms }

/** What has to be known to read it. */
export type RoundTermsAbout = {
  communityId: Hex
  /** Unix seconds; a first duration counts from here. */
  now: number
  /** The first moment at which the round can be open. */
  openableAt: number
  /** Of the token. */
  readDecimals: (token: RoundTerms['token']) => Promise<number>
}

/**
 * Reads the file that says what round is proposed, and refuses what the contract would refuse of it.
 *
 * @throws CommonwealError `file_unreadable`, `file_not_json` or `round_invalid`, which names the place.
 */
export async function readRoundTermsFile(path: string, about: RoundTermsAbout): Promise<RoundTermsFile> {
  const refuse = (at: string, why: string, next = help) =>
    new CommonwealError(`${path} does not describe a round${at === '' ? '' : ` at ${at}`}: ${why}.`, {
      code: 'round_invalid',
      details: { path, at },
      next,
    })
  const result = fileSchema.safeParse(await readJsonFile(path))
  if (!result.success) {
    const { at, why } = firstFault(result.error)
    throw refuse(at, why)
  }
  const { name, text, others, token, amountsIn, undoPeriod, scaleUp, ...file } = result.data
  const named = [about.communityId, ...others]
  const twice = others.findIndex((id, index) => named.indexOf(id) !== index + 1)
  if (twice !== -1) throw refuse(`others[${twice}]`, 'is named already; your own community always gives')

  const times = { givingFrom: 0, givingUntil: 0, reviewUntil: 0, expiresAt: 0 }
  let before = about.now
  for (const field of ['givingFrom', 'givingUntil', 'reviewUntil', 'expiresAt'] as const) {
    const given = file[field]
    times[field] = given.after === undefined ? given.at : before + given.after
    if (times[field] <= before)
      throw refuse(field, `${formatTime(times[field])} is not after ${formatTime(before)}`)
    if (times[field] >= 2 ** 48) throw refuse(field, 'is too far away')
    before = times[field]
  }
  if (times.givingFrom <= about.openableAt) {
    throw refuse(
      'givingFrom',
      `giving would begin at ${formatTime(times.givingFrom)}, and the vote takes until ${formatTime(about.openableAt)} at least`,
      'Let giving begin later, with time for projects to apply before.',
    )
  }

  const decimals = amountsIn === 'tokens' ? await about.readDecimals(token) : 0
  const amount = (
    field: 'minGift' | 'cap' | 'leastPool' | 'deposit' | 'householdBound',
    bits: bigint,
    absent = 0n,
  ) => {
    const given = file[field]
    if (given === undefined) return absent
    const units = readTokens(given, decimals)
    if (units === undefined) {
      throw refuse(
        field,
        `is not an amount ${amountsIn === 'tokens' ? `in tokens of ${decimals} decimals` : 'in whole base units'}`,
      )
    }
    if (units >= 2n ** bits) throw refuse(field, 'is more than a round can hold')
    return units
  }
  const minGift = amount('minGift', 96n)
  if (minGift === 0n) throw refuse('minGift', 'is nothing; one base unit is the least')
  return {
    name,
    text,
    salt: keccak256(toHex(name)),
    terms: {
      communityId: about.communityId,
      others,
      token,
      ...times,
      cap: amount('cap', 128n),
      minGift,
      leastPool: amount('leastPool', 128n),
      deposit: amount('deposit', 96n),
      householdBound: amount('householdBound', 128n, matchingLimits.householdBound),
      undoPeriod,
      scaleUp,
      document: `0x${createHash('sha256').update(text).digest('hex')}`,
    },
  }
}
