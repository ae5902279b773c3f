import { estimateCart } from '@commonweal/sdk/matching/estimateCart'
import { type Address, zeroHash } from 'viem'
import { ChainError } from '../actions/ChainError.ts'
import { explainFailure } from '../actions/explainFailure.ts'
import type { Chain } from '../actions/openChain.ts'
import { donorOf, type RoundMembership, readRoundMemberships } from '../actions/readGiver.ts'
import { fundingContract, type RoundOnChain, takesPart } from '../actions/readRound.ts'
import { readRoundEvents } from '../actions/readRoundEvents.ts'
import { replayRound } from '../actions/replayRound.ts'
import { formatTime } from './formatTime.ts'
import { requireProject } from './requireRound.ts'
import { formatAmount, parseAmount } from './tokenAmount.ts'
import { UsageError } from './UsageError.ts'

/** One gift of a cart. Base units. */
export type WantedGift = { project: number; amount: bigint }

/**
 * The membership that an account gives as.
 *
 * @throws ChainError `not_eligible`.
 */
export async function requireGiver(
  chain: Chain,
  round: RoundOnChain,
  account: Address,
): Promise<RoundMembership> {
  const memberships = await readRoundMemberships(chain, round, account)
  const giver = memberships.find(({ mayGive }) => mayGive)
  if (giver !== undefined) return giver
  const began = formatTime(round.terms.givingFrom)
  const late = memberships.find(({ joinedAt }) => joinedAt >= round.terms.givingFrom)
  const why =
    memberships.length === 0
      ? `it is a member of none of its communities`
      : late === undefined
        ? `its membership had ended when giving began, at ${began}`
        : `it joined only at ${formatTime(late.joinedAt)}, and giving began at ${began}`
  throw new ChainError(`${account} cannot give in this round: ${why}.`, {
    code: 'not_eligible',
    details: { roundId: round.roundId, account },
    next: 'Use the key of somebody who was a member then; who has joined since can give in the next round.',
  })
}

/** Refuses gifts that the contract would refuse. */
function requireGivable(round: RoundOnChain, gifts: readonly WantedGift[]): void {
  const twice = gifts.find(
    ({ project }, index) => gifts.findIndex((one) => one.project === project) !== index,
  )
  if (twice !== undefined) {
    throw new UsageError(`The project ${twice.project} is named twice.`, 'Give each project one amount.')
  }
  for (const { project, amount } of gifts) {
    const { status } = requireProject(round, String(project))
    if (status !== 'Accepted') {
      throw new ChainError(`The project ${project} cannot be given to: it is ${status.toLowerCase()}.`, {
        code: 'wrong_state',
        details: { roundId: round.roundId, project, status },
        next: `Look at the projects with round show ${round.roundId}.`,
      })
    }
    if (amount < round.terms.minGift) {
      throw new UsageError(
        `${formatAmount(round.token, amount)} for the project ${project} is less than the least gift, ${formatAmount(round.token, round.terms.minGift)}.`,
        'Give more, or nothing.',
      )
    }
  }
}

/**
 * Reads gifts as somebody typed them: PROJECT=AMOUNT, in whole tokens.
 *
 * @throws UsageError, or ChainError `unknown_project`.
 */
export function parseGifts(round: RoundOnChain, texts: readonly string[]): WantedGift[] {
  return texts.map((text) => {
    const [, number, amount] = /^([^=]+)=(.+)$/.exec(text) ?? []
    if (number === undefined || amount === undefined) {
      throw new UsageError(
        `${JSON.stringify(text)} is no gift.`,
        `Write PROJECT=AMOUNT, such as 1=2.5: whole tokens to the project of that number.`,
      )
    }
    const { project } = requireProject(round, number)
    return { project, amount: parseAmount(`AMOUNT of project ${number}`, round.token, amount) }
  })
}

/** Of each project, what the donor has given and what the others of its household have. */
async function readStanding(
  chain: Chain,
  { roundId, blockNumber }: RoundOnChain,
  giver: RoundMembership,
  projects: readonly number[],
) {
  const ask = { ...fundingContract(chain), blockNumber } as const
  const given = async (project: number, donor: bigint) => {
    const [total] = await chain.client.readContract({
      ...ask,
      functionName: 'contributionOf',
      args: [roundId, BigInt(project), donor >> 64n, donor & (2n ** 64n - 1n)],
    })
    return total
  }
  try {
    const own = donorOf(giver)
    const household = await chain.client.readContract({
      ...ask,
      functionName: 'householdOf',
      args: [roundId, BigInt(giver.community), giver.memberId],
    })
    const { households } =
      household === zeroHash
        ? { households: new Map() }
        : replayRound(await readRoundEvents(chain, roundId, blockNumber))
    const mates = [...households].flatMap(([donor, id]) => (id === household && donor !== own ? [donor] : []))
    return await Promise.all(
      projects.map(async (project) => ({
        before: await given(project, own),
        mates: await Promise.all(mates.map((mate) => given(project, mate))),
      })),
    )
  } catch (error) {
    throw explainFailure(error, 'reading what was given', chain.rpcUrl)
  }
}

/** Gifts that somebody is about to give, or to sign for, with what they would add as things stand. */
export type PlannedGifts = {
  giver: RoundMembership
  gifts: (WantedGift & { adds: bigint })[]
  /** Base units. */
  total: bigint
  /** What happens, in sentences. */
  words: string[]
  /** The same for programs. */
  document: object
}

/**
 * Looks at gifts before they are given: whether they can be, by whom, and what each would add to its project's match.
 *
 * @throws UsageError, or ChainError.
 */
export async function planGifts(
  chain: Chain,
  round: RoundOnChain,
  account: Address,
  wanted: readonly WantedGift[],
): Promise<PlannedGifts> {
  requireGivable(round, wanted)
  const { roundId, token, terms, pool } = round
  const giver = await requireGiver(chain, round, account)
  const standing = await readStanding(
    chain,
    round,
    giver,
    wanted.map(({ project }) => project),
  )
  const projects = round.projects.filter(takesPart)
  const adds = estimateCart({
    pool,
    cap: terms.cap,
    scaleUp: terms.scaleUp,
    householdBound: terms.householdBound,
    projects,
    gifts: wanted.map(({ project, amount }, index) => ({
      project: projects.findIndex((one) => one.project === project),
      amount,
      ...(standing[index] ?? { before: 0n }),
    })),
  })
  const total = wanted.reduce((sum, { amount }) => sum + amount, 0n)
  const gifts = wanted.map(({ project, amount }, index) => ({ project, amount, adds: adds[index] ?? 0n }))
  return {
    giver,
    gifts,
    total,
    words: [
      `Member ${giver.memberId} of ${giver.communityId} gives ${formatAmount(token, total)}:`,
      ...gifts.map(
        ({ project, amount, adds }) =>
          `  ${formatAmount(token, amount)} to the project ${project}, which adds ${formatAmount(token, adds)} to its match as things stand`,
      ),
      'What others give later can make the match less or more.',
    ],
    document: { roundId, community: giver.community, memberId: giver.memberId, total, gifts },
  }
}
