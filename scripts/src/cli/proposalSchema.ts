import { readFile } from 'node:fs/promises'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { firstIssue } from '@commonweal/sdk/governance/fieldSchemas'
import { encodeRoles, type Role, roleBits } from '@commonweal/sdk/governance/roles'
import { matchingLimits } from '@commonweal/sdk/matching/matchingLimits'
import { encodeRules } from '@commonweal/sdk/policy/encodeRules'
import { parsePolicy } from '@commonweal/sdk/policy/parsePolicy'
import type { KnownAction } from '@commonweal/sdk/proposals/action'
import { timelockRoles } from '@commonweal/sdk/proposals/timelockRoles'
import { type Hex, isHex } from 'viem'
import { z } from 'zod'
import { addressSchema as account } from './addressSchema.ts'

const whole = (bits: number) =>
  z
    .int()
    .min(0)
    .max(2 ** Math.min(bits, 53) - 1)
const seconds = { delay: whole(48), period: whole(32) } as const
const basisPoints = z.int().min(0).max(10_000)

const hash = z
  .custom<Hex>(
    (value) => isHex(value, { strict: true }) && value.length === 66,
    'is not 0x and 64 hexadecimal digits',
  )
  .transform((value) => value.toLowerCase() as Hex)

/** More than JavaScript's numbers hold, so in decimal digits. */
const amount = z
  .string()
  .regex(/^[1-9][0-9]{0,76}$/, 'is not an amount: give the smallest units, as a string of decimal digits')
  .transform(BigInt)

const upTo = (bits: bigint) =>
  z
    .string()
    .regex(
      /^(0|[1-9][0-9]{0,38})$/,
      'is not an amount: give the smallest units, as a string of decimal digits',
    )
    .transform(BigInt)
    .refine((units) => units < 2n ** bits, 'is more than a round can hold')

/** As the contract takes them; `round create` reads a file that is easier to write. */
const roundTerms = (communityId: Hex) =>
  z.strictObject({
    communityId: hash.refine((value) => value === communityId, 'is another community').default(communityId),
    others: z.array(hash).max(7).default([]),
    token: account,
    givingFrom: whole(48),
    givingUntil: whole(48),
    reviewUntil: whole(48),
    expiresAt: whole(48),
    cap: upTo(128n).default(0n),
    minGift: upTo(96n),
    leastPool: upTo(128n).default(0n),
    deposit: upTo(96n).default(0n),
    householdBound: upTo(128n).default(matchingLimits.householdBound),
    undoPeriod: whole(32).default(0),
    scaleUp: z.boolean().default(false),
    document: hash,
  })

const project = whole(32).min(1).transform(BigInt)

const memberId = whole(53).min(1).transform(BigInt)

const roles = z
  .array(z.enum(Object.keys(roleBits) as [Role, ...Role[]]))
  .default([])
  .transform(encodeRoles)

const scopeNames = ['adopt', 'derive', 'recogniseEvaluations', 'shareCompute'] as const

/** As bits, in the order of `types/Scopes.sol`. */
const scopes = z
  .array(z.enum(scopeNames))
  .transform((names) => names.reduce((bits, name) => bits | (1 << scopeNames.indexOf(name)), 0))

const reason = z.string().refine((text) => text.trim() !== '', 'is empty; say why')

const transferNative = z.strictObject({ kind: z.literal('transferNative'), to: account, amount })
const transferToken = z.strictObject({
  kind: z.literal('transferToken'),
  token: account,
  to: account,
  amount,
})

/** As in scripts/src/cli/policy.example.json. */
const rules = z.looseObject({}).transform((given, context) => {
  try {
    const filler = `0x${'f'.repeat(64)}`
    const about = { policyId: filler, communityId: filler, closedUntil: null, parents: [] }
    return encodeRules(parsePolicy({ ...given, ...about }))
  } catch (error) {
    if (!(error instanceof CommonwealError)) throw error
    context.addIssue({ code: 'custom', message: error.message.replace(/\.$/, '') })
    return z.NEVER
  }
})

const timelockRole = z.enum(Object.keys(timelockRoles) as [keyof typeof timelockRoles])

/** Every action that a vote can decide, as the sdk names them. Those about a community are about this one. */
function actionSchema(communityId: Hex) {
  const own = hash.refine((value) => value === communityId, 'is another community').default(communityId)
  const actions = [
    z.strictObject({
      kind: z.literal('approveVersion'),
      communityId: own,
      versionId: hash,
      policyId: hash,
      supersedesParent: z.boolean().default(false),
    }),
    z.strictObject({
      kind: z.literal('setEvaluator'),
      communityId: own,
      evaluator: account,
      recognised: z.boolean(),
    }),
    z.strictObject({ kind: z.literal('setEvaluationRequired'), communityId: own, required: z.boolean() }),
    z.strictObject({ kind: z.literal('loosenPolicy'), policyId: hash, rules }),
    z.strictObject({
      kind: z.literal('setCommercialGrant'),
      policyId: hash,
      account,
      granted: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('setDerivativeApproval'),
      policyId: hash,
      versionId: hash,
      approved: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('setGrant'),
      communityId: own,
      to: hash,
      scopes,
      expiresAt: whole(48).default(0),
      keepsOnRevocation: z.boolean().default(false),
    }),
    z.strictObject({ kind: z.literal('suspendVersion'), communityId: own, versionId: hash, reason }),
    z.strictObject({ kind: z.literal('restoreVersion'), communityId: own, versionId: hash }),
    z.strictObject({ kind: z.literal('revokeVersion'), communityId: own, versionId: hash, reason }),
    z.strictObject({ kind: z.literal('openRound'), salt: hash, terms: roundTerms(communityId) }),
    z.strictObject({ kind: z.literal('cancelRound'), roundId: hash, reason }),
    z.strictObject({ kind: z.literal('acceptProject'), roundId: hash, project, reason }),
    z.strictObject({ kind: z.literal('rejectProject'), roundId: hash, project, reason }),
    z.strictObject({ kind: z.literal('admitMember'), account, roles }),
    z.strictObject({ kind: z.literal('removeMember'), account, reason }),
    z.strictObject({ kind: z.literal('setRoles'), account, roles }),
    z.strictObject({ kind: z.literal('setVouching'), needed: whole(8), seconds: seconds.period }),
    z.strictObject({ kind: z.literal('setRecoveryDelay'), seconds: seconds.period }),
    z.strictObject({ kind: z.literal('supportRecovery'), memberId, to: account }),
    z.strictObject({ kind: z.literal('cancelRecovery'), memberId }),
    transferNative,
    transferToken,
    z.strictObject({ kind: z.literal('setVotingDelay'), seconds: seconds.delay }),
    z.strictObject({ kind: z.literal('setVotingPeriod'), seconds: seconds.period }),
    z.strictObject({ kind: z.literal('setLateQuorumVoteExtension'), seconds: seconds.delay }),
    z.strictObject({ kind: z.literal('setQuorumBps'), basisPoints }),
    z.strictObject({ kind: z.literal('setMinimumVoters'), voters: whole(32) }),
    z.strictObject({ kind: z.literal('setProposalThreshold'), members: whole(16) }),
    z.strictObject({ kind: z.literal('setReproposalCooldown'), seconds: seconds.period }),
    z.strictObject({ kind: z.literal('setSuperMajorityBps'), basisPoints }),
    z.strictObject({
      kind: z.literal('relay'),
      payment: z.discriminatedUnion('kind', [transferNative, transferToken]),
    }),
    z.strictObject({ kind: z.literal('setTimelock'), timelock: account }),
    z.strictObject({ kind: z.literal('setTimelockDelay'), seconds: seconds.delay.transform(BigInt) }),
    z.strictObject({ kind: z.literal('setTreasuryCap'), basisPoints, seconds: seconds.period }),
    z.strictObject({ kind: z.literal('grantTimelockRole'), role: timelockRole, account }),
    z.strictObject({ kind: z.literal('revokeTimelockRole'), role: timelockRole, account }),
    z.strictObject({ kind: z.literal('setCouncilThresholds'), consent: whole(16), veto: whole(16) }),
    z.strictObject({ kind: z.literal('setVetoPower'), expiresAt: whole(48) }),
    z.strictObject({
      kind: z.literal('setCharter'),
      communityId: own,
      charterDigest: hash,
      charterURI: z.string(),
    }),
    z.strictObject({ kind: z.literal('setGovernor'), communityId: own, governor: account }),
    z.strictObject({ kind: z.literal('setCouncil'), communityId: own, council: account }),
    z.strictObject({ kind: z.literal('offerAuthority'), communityId: own, to: account }),
    // The one that is taken over may be another.
    z.strictObject({ kind: z.literal('acceptAuthority'), communityId: hash.default(communityId) }),
  ] as const
  return z.discriminatedUnion('kind', actions, { error: 'is no kind of action that a community can decide' })
}

/** The kinds of {@link actionSchema}, for whoever writes a file. */
const kinds = actionSchema('0x').options.map((option) => option.shape.kind.value)

/** The file that `proposal create` reads. */
const proposalSchema = (communityId: Hex) =>
  z.strictObject({
    /** What members read; the proposer's address is added to it. */
    text: z
      .string()
      .max(65_536)
      .refine((text) => text.trim() !== '', 'is empty; say what is proposed and why')
      .refine((text) => !/\p{Cs}/u.test(text), 'is not Unicode text'),
    actions: z.array(actionSchema(communityId)).min(1).max(32),
  })

/** What a file proposes. */
export type ProposalFile = { text: string; actions: KnownAction[] }

const help =
  'See the example in scripts/src/cli/proposal.example.json: durations are in seconds, shares in basis points (100 are 1 %), amounts in the smallest units.'

/**
 * Reads the file that says what is proposed.
 *
 * @param communityId Whose members are asked.
 * @throws CommonwealError `proposal_unreadable` or `proposal_invalid`, which names the place.
 */
export async function readProposalFile(path: string, communityId: Hex): Promise<ProposalFile> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new CommonwealError(
      cause instanceof SyntaxError ? `${path} is not JSON: ${cause.message}` : `${path} cannot be read.`,
      { code: 'proposal_unreadable', cause, details: { path }, next: help },
    )
  }
  const result = proposalSchema(communityId).safeParse(json)
  if (result.success) return result.data
  const { field: at, message } = firstIssue(result.error)
  const unknownKind = result.error.issues[0]?.code === 'invalid_union'
  throw new CommonwealError(
    `${path} does not describe a proposal${at === '' ? '' : ` at ${at}`}: ${message}.`,
    {
      code: 'proposal_invalid',
      details: { path, at },
      next: unknownKind ? `A kind is one of ${kinds.join(', ')}.` : help,
    },
  )
}
