import { readFile } from 'node:fs/promises'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { bytesToHex, type Hex, isHex } from 'viem'
import { z } from 'zod'
import type { Founding } from '../actions/foundCommunity.ts'
import { textBlock } from '../actions/publishArtifacts.ts'
import { addressSchema } from './addressSchema.ts'

const day = 86_400

/** What no vote can set, here and in every community; a factory may ask for more. Durations in seconds. */
export const foundingBounds = {
  duration: [0, 30 * day],
  votingPeriod: [1, 30 * day],
  /** A vouch, and the period of the treasury cap. */
  span: [day, 365 * day],
  vetoTerm: [0, 730 * day],
  percent: [0, 100],
  superMajorityPercent: [60, 90],
  proposalThreshold: [1, 100],
  vouches: [2, 16],
  elders: [1, 65_535],
  voters: [0, 4_294_967_295],
} as const satisfies Record<string, readonly [number, number]>

/** What holds for a setting that the file leaves out. A new community gets time to notice, and to say no. */
export const foundingDefaults = {
  votingDelay: day,
  votingPeriod: 7 * day,
  lateQuorumVoteExtension: day,
  quorumPercent: 20,
  minimumVoters: 2,
  timelockDelay: 2 * day,
  proposalThreshold: 1,
  reproposalCooldown: 7 * day,
  superMajorityPercent: 66.67,
  vouching: { needed: 2, period: 30 * day },
  recoveryDelay: 3 * day,
  council: { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 365 * day },
  treasury: { percent: 10, period: 30 * day },
} as const

const within = (bounds: readonly [number, number]) => z.number().min(bounds[0]).max(bounds[1])
const whole = (bounds: readonly [number, number]) => z.int().min(bounds[0]).max(bounds[1])
const duration = whole(foundingBounds.duration)
const span = whole(foundingBounds.span)
const elders = whole(foundingBounds.elders)

/** The file that `community found` reads. Durations in seconds, shares in percent. */
export const foundingSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .refine((name) => new TextEncoder().encode(name).length <= 64, 'has more than 64 bytes'),
  /** The charter's text, published on IPFS as it stands. */
  charter: z.string().min(1).max(1_048_576),
  founders: z
    .array(
      z.strictObject({
        account: addressSchema,
        roles: z.array(z.enum(['elder', 'steward', 'treasurer'])).default([]),
      }),
    )
    .min(1)
    .refine(
      (founders) => new Set(founders.map((founder) => founder.account)).size === founders.length,
      'names an account twice',
    ),
  votingDelay: duration.default(foundingDefaults.votingDelay),
  votingPeriod: whole(foundingBounds.votingPeriod).default(foundingDefaults.votingPeriod),
  /** Voting that always remains after the vote that completes the quorum. */
  lateQuorumVoteExtension: duration.default(foundingDefaults.lateQuorumVoteExtension),
  /** Share of the members who have to vote for or abstain. */
  quorumPercent: within(foundingBounds.percent).default(foundingDefaults.quorumPercent),
  minimumVoters: whole(foundingBounds.voters).default(foundingDefaults.minimumVoters),
  /** Between a passed vote and its execution. */
  timelockDelay: duration.default(foundingDefaults.timelockDelay),
  /** Members it takes to propose, the proposer among them. */
  proposalThreshold: whole(foundingBounds.proposalThreshold).default(foundingDefaults.proposalThreshold),
  /** How long what was voted down cannot be proposed again. */
  reproposalCooldown: duration.default(foundingDefaults.reproposalCooldown),
  /** Share for, of the votes for and against, that makes a super-majority. */
  superMajorityPercent: within(foundingBounds.superMajorityPercent).default(
    foundingDefaults.superMajorityPercent,
  ),
  /** Members who bring somebody in by vouching, and how long a vouch counts; left out, only a vote lets people in. */
  vouching: z
    .strictObject({
      needed: whole(foundingBounds.vouches),
      period: span.default(foundingDefaults.vouching.period),
    })
    .optional(),
  /** How long a member can stop the recovery of its key. */
  recoveryDelay: duration.default(foundingDefaults.recoveryDelay),
  /** Elders who together consent or veto, and how long they may veto before the community has to renew it. */
  council: z
    .strictObject({
      consentThreshold: elders.default(foundingDefaults.council.consentThreshold),
      vetoThreshold: elders.default(foundingDefaults.council.vetoThreshold),
      /** Zero: they cannot veto. */
      vetoTerm: whole(foundingBounds.vetoTerm).default(foundingDefaults.council.vetoTerm),
    })
    .prefault({}),
  /** What an ordinary majority may spend of each token within a period; 100 %: everything. */
  treasury: z
    .strictObject({
      percent: within(foundingBounds.percent).default(foundingDefaults.treasury.percent),
      period: span.default(foundingDefaults.treasury.period),
    })
    .prefault({}),
  /** 32 bytes; left out, random. */
  salt: z
    .custom<Hex>(
      (value) => isHex(value, { strict: true }) && (value as string).length === 66,
      'is not 0x and 64 hexadecimal digits',
    )
    .optional(),
})

/** What {@link foundingSchema} reads. */
export type FoundingFile = z.output<typeof foundingSchema>

/** Where a person finds what the file may say. */
export const foundingHelp =
  'See the example in scripts/src/cli/founding.example.json; durations are in seconds, shares in percent.'

/**
 * Reads the file that says who founds a community, and how.
 *
 * @throws CommonwealError `founding_unreadable` or `founding_invalid`, which names the place.
 */
export async function readFounding(path: string): Promise<FoundingFile> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new CommonwealError(
      cause instanceof SyntaxError ? `${path} is not JSON: ${cause.message}` : `${path} cannot be read.`,
      { code: 'founding_unreadable', cause, details: { path }, next: foundingHelp },
    )
  }
  const result = foundingSchema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const at = issue?.path.join('.') ?? ''
  throw new CommonwealError(
    `${path} does not describe a community${at === '' ? '' : ` at ${at}`}: ${issue?.message}.`,
    { code: 'founding_invalid', details: { path, at }, next: foundingHelp },
  )
}

const basisPoints = (percent: number) => Math.round(percent * 100)

/** A file's content as the factory takes it. */
export async function toFounding(file: FoundingFile): Promise<Founding & { salt: Hex }> {
  const { cid, digest } = await textBlock(file.charter)
  return {
    name: file.name,
    charterDigest: digest,
    charterURI: `ipfs://${cid}`,
    founders: file.founders,
    settings: {
      votingDelay: file.votingDelay,
      votingPeriod: file.votingPeriod,
      lateQuorumVoteExtension: file.lateQuorumVoteExtension,
      quorumBps: basisPoints(file.quorumPercent),
      minimumVoters: file.minimumVoters,
      proposalThreshold: file.proposalThreshold,
      reproposalCooldown: file.reproposalCooldown,
      superMajorityBps: basisPoints(file.superMajorityPercent),
    },
    membership: { vouching: file.vouching ?? { needed: 0, period: 0 }, recoveryDelay: file.recoveryDelay },
    council: file.council,
    treasury: { capBps: basisPoints(file.treasury.percent), period: file.treasury.period },
    timelockDelay: file.timelockDelay,
    salt: file.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
  }
}
