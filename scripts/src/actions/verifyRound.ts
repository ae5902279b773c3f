import { computeMatching } from '@commonweal/sdk/matching/computeMatching'
import { erc20Abi, type Hex, zeroHash } from 'viem'
import { ChainError } from './ChainError.ts'
import { checkSame } from './checkSame.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { fundingContract, type RoundOnChain, readRound } from './readRound.ts'
import { readRoundEvents } from './readRoundEvents.ts'
import {
  giftsOf,
  heldFor,
  matchedProjects,
  type ReplayedRound,
  replayRound,
  tallyOfProject,
} from './replayRound.ts'

/** A round whose every number is what its events make of it. */
export type VerifiedRound = { onChain: RoundOnChain; replayed: ReplayedRound; held: bigint; numbers: number }

type Same = typeof checkSame

function checkTerms(same: Same, replayed: ReplayedRound, onChain: RoundOnChain): void {
  const { others, ...own } = replayed.terms
  for (const [name, value] of Object.entries(own) as [
    keyof typeof own,
    bigint | number | string | boolean,
  ][]) {
    same(`term ${name}`, value, onChain.terms[name])
  }
  same('list of other communities', others.join(), onChain.terms.others.join())
}

async function checkGifts(same: Same, chain: Chain, replayed: ReplayedRound, onChain: RoundOnChain) {
  const ask = { ...fundingContract(chain), blockNumber: onChain.blockNumber } as const
  const { roundId } = onChain
  for (const [index, project] of replayed.projects.entries()) {
    const theirs = onChain.projects[index]
    if (theirs === undefined) break
    const name = `project ${project.project}`
    same(`applicant of ${name}`, project.applicant, theirs.applicant)
    same(`recipient of ${name}`, project.recipient, theirs.recipient)
    same(`status of ${name}`, project.status, theirs.status)
    same(`deposit of ${name}`, project.deposit, theirs.deposit)
    const totals = await Promise.all(
      [...project.gifts].map(async ([donor, total]) => {
        const [community, memberId] = [donor >> 64n, donor & (2n ** 64n - 1n)]
        const [found] = await chain.client.readContract({
          ...ask,
          functionName: 'contributionOf',
          args: [roundId, BigInt(project.project), community, memberId],
        })
        return { what: `total of member ${memberId} of community ${community} for ${name}`, total, found }
      }),
    )
    for (const { what, total, found } of totals) same(what, total, found)
    const { rootSum, pairSum } = tallyOfProject(replayed, project)
    same(`sum of gifts to ${name}`, giftsOf(project), theirs.gifts)
    same(`sum of roots of ${name}`, rootSum, theirs.rootSum)
    same(`pair sum of ${name}`, pairSum, theirs.pairSum)
  }
}

async function checkMoney(same: Same, chain: Chain, replayed: ReplayedRound, onChain: RoundOnChain) {
  const ask = { ...fundingContract(chain), blockNumber: onChain.blockNumber } as const
  same('pool', replayed.pool, onChain.pool)
  for (const [funder, amount] of replayed.funding) {
    const found = await chain.client.readContract({
      ...ask,
      functionName: 'fundingOf',
      args: [onChain.roundId, funder],
    })
    same(`amount of the funder ${funder}`, amount, found)
  }
  for (const [donor, household] of replayed.households) {
    const [community, memberId] = [donor >> 64n, donor & (2n ** 64n - 1n)]
    const found = await chain.client.readContract({
      ...ask,
      functionName: 'householdOf',
      args: [onChain.roundId, community, memberId],
    })
    same(`household of member ${memberId} of community ${community}`, household, found ?? zeroHash)
  }
}

async function checkMatches(same: Same, chain: Chain, replayed: ReplayedRound, onChain: RoundOnChain) {
  same('outcome', replayed.settlement !== undefined, onChain.phase === 'Finalized')
  const { settlement, pool, terms } = replayed
  if (settlement === undefined) return
  const projects = matchedProjects(replayed)
  const tallies = projects.map((project) => tallyOfProject(replayed, project))
  const { cap, scaleUp } = terms
  const matching = computeMatching({ pool, cap, scaleUp, projects: tallies })
  same('numerator of the rate', matching.num, settlement.num)
  same('denominator of the rate', matching.den, settlement.den)
  same('threshold', matching.threshold, settlement.threshold)
  same('sum of all matches', pool - matching.dust, settlement.matched)
  same('rest of the pool', matching.dust, settlement.left)
  const explained = await Promise.all(
    projects.map(({ project }) =>
      chain.client.readContract({
        ...fundingContract(chain),
        functionName: 'explain',
        args: [onChain.roundId, BigInt(project)],
        blockNumber: onChain.blockNumber,
      }),
    ),
  )
  for (const [index, project] of projects.entries()) {
    const pay = matching.pays[index] ?? 0n
    const told = explained[index]
    if (told === undefined) continue
    const name = `project ${project.project}`
    same(`match of ${name}`, pay, told.pay)
    same(`numerator told for ${name}`, matching.num, told.numerator)
    same(`denominator told for ${name}`, matching.den, told.denominator)
    same(`threshold told for ${name}`, matching.threshold, told.threshold)
    same(`cap told for ${name}`, cap, told.cap)
    same(`rest of the pool told for ${name}`, matching.dust, told.dust)
    if (project.paid !== undefined) same(`match that ${name} was paid`, pay, project.paid.matched)
  }
  same('rest of the pool that is due to funders', replayed.left, onChain.left)
}

async function checkHeld(chain: Chain, held: bigint, { token, blockNumber }: RoundOnChain): Promise<void> {
  const balance = await chain.client.readContract({
    address: token.address,
    abi: erc20Abi,
    functionName: 'balanceOf',
    args: [chain.addresses.quadraticFunding],
    blockNumber,
  })
  if (balance >= held) return
  throw new ChainError(
    `The round owes ${held} base units of its token, and the contract holds ${balance} for all its rounds.`,
    {
      code: 'round_differs',
      details: { what: 'balance', expected: held.toString(), actual: balance.toString() },
      next: 'Look whether the token takes from balances by itself; claim soon what is due to you.',
    },
  )
}

/**
 * Recomputes a round from its events alone, with the arithmetic of sdk/matching, and compares every number with what the
 * contract says at the same block.
 *
 * @throws ChainError `round_differs`, which names the first number that is another.
 */
export async function verifyRound(chain: Chain, roundId: Hex): Promise<VerifiedRound> {
  const onChain = await readRound(chain, roundId)
  const replayed = replayRound(await readRoundEvents(chain, roundId, onChain.blockNumber))
  let numbers = 0
  const same: Same = (what, computed, told) => {
    checkSame(what, computed, told)
    numbers++
  }
  const held = heldFor(replayed)
  try {
    checkTerms(same, replayed, onChain)
    same('number of projects', replayed.projects.length, onChain.projects.length)
    await checkGifts(same, chain, replayed, onChain)
    await checkMoney(same, chain, replayed, onChain)
    await checkMatches(same, chain, replayed, onChain)
    await checkHeld(chain, held, onChain)
  } catch (error) {
    throw explainFailure(error, 'comparing the round with what happened in it', chain.rpcUrl)
  }
  return { onChain, replayed, held, numbers }
}
