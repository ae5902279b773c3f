import { randomInt } from 'node:crypto'
import { addGift } from '@commonweal/sdk/matching/addGift'
import { computeMatching } from '@commonweal/sdk/matching/computeMatching'
import { matchingScale } from '@commonweal/sdk/matching/matchingScale'
import type { Tally } from '@commonweal/sdk/matching/Tally'
import { decodeFunctionResult, encodeFunctionData, parseAbi } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MatchingRound, sampleMatchingRounds } from '../../sdk/test/matchingRounds.ts'
import { CallChain } from './CallChain.ts'
import { compileDouble } from './compileDouble.ts'

const usualCount = 400
/** How many rounds; at night more of them, drawn anew each time. */
const count = Number(process.env.COMMONWEAL_MATCHING_ROUNDS ?? usualCount)
const seed = Number(process.env.COMMONWEAL_MATCHING_SEED ?? (count > usualCount ? randomInt(2 ** 30) : 1))
/** As many as are drawn, and asked for, at once. */
const atOnce = 100

const address = '0x000000000000000000000000000000000000c0de'
const abi = parseAbi([
  'struct Step { uint256 project; uint256 donor; uint256 total; }',
  'struct Round { uint256 projects; uint256[] households; uint256 householdBound; Step[] steps; uint256 pool; uint256 cap; bool scaleUp; uint256 threshold; uint256[] otherThresholds; }',
  'struct Rate { uint256 numerator; uint256 denominator; uint256 threshold; uint256 cap; }',
  'struct Outcome { uint256[] roots; uint256[] pairs; uint256[] pays; Rate rate; bool isOnlyOne; }',
  'function play(Round round) returns (Outcome outcome)',
])

let chain: CallChain

beforeAll(async () => {
  chain = await CallChain.start()
  await chain.setCode(address, compileDouble('MatchingDouble'))
})
afterAll(async () => {
  await chain?.stop()
})

/** The round by sdk/matching, gift by gift. */
function play({ projects, households, householdBound, steps, pool, cap, scaleUp }: MatchingRound) {
  const totals = Array.from({ length: projects }, () => households.map(() => 0n))
  const tallies = steps.reduce<readonly Tally[]>(
    (before, { project, donor, total }) => {
      const given = totals[project] as bigint[]
      const household = households[donor]
      const mates = given.filter(
        (_, other) => other !== donor && household !== 0 && households[other] === household,
      )
      const change = { before: given[donor] as bigint, after: total, mates, householdBound }
      given[donor] = total
      return before.with(project, addGift(before[project] as Tally, change))
    },
    totals.map(() => ({ rootSum: 0n, pairSum: 0n })),
  )
  return { tallies, matching: computeMatching({ pool, cap, scaleUp, projects: tallies }) }
}

/** Every pair sum that could be taken for the threshold, and what is next to the right one. */
function wrongThresholds(tallies: readonly Tally[], threshold: bigint): bigint[] {
  const others = [0n, threshold + 1n, ...(threshold > 0n ? [threshold - 1n] : [])]
  const candidates = new Set([...others, ...tallies.map(({ pairSum }) => pairSum)])
  candidates.delete(threshold)
  return [...candidates]
}

/** What a round is like, to see that every kind was met. */
function kindOf(
  { cap, scaleUp }: MatchingRound,
  { num, den, threshold }: ReturnType<typeof computeMatching>,
) {
  if (num === 0n && den === 1n) return 'nobody is matched'
  if (den === 0n) return 'all are capped'
  const capped = threshold > 0n ? ', some capped' : cap > 0n ? ', none capped' : ''
  if (num * matchingScale === den) return `in full${capped}`
  return `${num * matchingScale > den && scaleUp ? 'scaled up' : 'scaled down'}${capped}`
}

test('a round is the same in Solidity and in TypeScript, and settled by one threshold alone', {
  timeout: 3_600_000,
}, async () => {
  const met = new Map<string, number>()
  let pairsInHouseholds = 0
  for (let done = 0; done < count; done += atOnce) {
    const rounds = sampleMatchingRounds(seed + done, Math.min(atOnce, count - done))
    const played = rounds.map(play)
    const calls = rounds.map((round, index) => {
      const { tallies, matching } = played[index] as ReturnType<typeof play>
      const { threshold } = matching
      const { projects, households, steps, ...rest } = round
      return encodeFunctionData({
        abi,
        functionName: 'play',
        args: [
          {
            ...rest,
            projects: BigInt(projects),
            households: households.map(BigInt),
            steps: steps.map(({ project, donor, total }) => ({
              project: BigInt(project),
              donor: BigInt(donor),
              total,
            })),
            threshold,
            otherThresholds: wrongThresholds(tallies, threshold),
          },
        ],
      })
    })
    const answers = await chain.call(address, calls)
    for (const [index, data] of answers.entries()) {
      const { tallies, matching } = played[index] as ReturnType<typeof play>
      const round = rounds[index] as MatchingRound
      const { rate, ...outcome } = decodeFunctionResult({ abi, functionName: 'play', data })
      expect(
        { ...outcome, num: rate.numerator, den: rate.denominator, threshold: rate.threshold },
        `seed ${seed + done}, round ${index}`,
      ).toEqual({
        roots: tallies.map(({ rootSum }) => rootSum),
        pairs: tallies.map(({ pairSum }) => pairSum),
        pays: matching.pays,
        num: matching.num,
        den: matching.den,
        threshold: matching.threshold,
        isOnlyOne: true,
      })
      const kind = kindOf(round, matching)
      met.set(kind, (met.get(kind) ?? 0) + 1)
      if (
        new Set(round.households.filter((id) => id > 0)).size < round.households.filter((id) => id > 0).length
      )
        pairsInHouseholds++
    }
  }

  const lines = [...met].sort().map(([kind, times]) => `${kind}: ${times} rounds`)
  process.stdout.write(
    `${count} funding rounds from seed ${seed}, ${pairsInHouseholds} with households\n${lines.join('\n')}\n`,
  )
  expect(pairsInHouseholds).toBeGreaterThan(count / 4)
  expect([...met.keys()].sort()).toEqual([
    'all are capped',
    'in full',
    'in full, none capped',
    'in full, some capped',
    'nobody is matched',
    'scaled down',
    'scaled down, none capped',
    'scaled down, some capped',
    'scaled up',
    'scaled up, none capped',
    'scaled up, some capped',
  ])
})
