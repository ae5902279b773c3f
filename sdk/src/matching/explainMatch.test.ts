import { describe, expect, test } from 'vitest'
import { matchingVectors } from '../../test/matchingVectors.ts'
import { computeMatching } from './computeMatching.ts'
import { explainMatch } from './explainMatch.ts'
import { formatLambda } from './formatLambda.ts'
import { isCapped } from './isCapped.ts'
import { matchingScale } from './matchingScale.ts'
import { parseRound } from './parseRound.ts'
import { tallyOf } from './tallyOf.ts'

const gifts = [9n, 1n, 4n]
const tally = tallyOf(gifts.map((amount) => ({ amount })))
const other = tallyOf([{ amount: 100n }, { amount: 121n }])

function slipIn(terms: { pool: bigint; cap?: bigint; scaleUp?: boolean }) {
  const { num, den } = computeMatching({ ...terms, projects: [tally, other] })
  return explainMatch({ ...tally, gifts: 14n, num, den, cap: terms.cap })
}

describe('a slip', () => {
  test('says every step from the gifts to the pay', () => {
    expect(slipIn({ pool: 1_000n })).toEqual({
      gifts: 14n,
      rootSum: 6n * 10n ** 16n,
      pairSum: 22n * matchingScale,
      called: 22n,
      lambda: '1',
      reason: 'in_full',
      match: 22n,
      total: 36n,
    })
  })

  test.each([
    [{ pool: 121n }, 'scaled_down', '0.5', 11n],
    [{ pool: 484n, scaleUp: true }, 'scaled_up', '2', 44n],
    [{ pool: 242n, scaleUp: true }, 'in_full', '1', 22n],
    [{ pool: 1_000n, cap: 22n }, 'capped', '1', 22n],
    [{ pool: 1_000n, cap: 23n }, 'in_full', '1', 22n],
    [{ pool: 30n, cap: 20n }, 'scaled_down', '0.454545454545454545', 10n],
    [{ pool: 1_000n, cap: 30n, scaleUp: true }, 'capped', 'infinite', 30n],
    [{ pool: 0n }, 'scaled_down', '0', 0n],
  ])('tells why the pay is what it is: %o is %s', (terms, reason, lambda, match) => {
    expect(slipIn(terms)).toMatchObject({ reason, lambda, match, total: 14n + match })
  })

  test('tells a lone donor that there is no pair', () => {
    const lone = tallyOf([{ amount: 5n }])
    for (const scaling of [
      { num: 1n, den: matchingScale },
      { num: 0n, den: 1n },
      { num: 1n, den: 0n, cap: 7n },
    ]) {
      expect(explainMatch({ ...lone, gifts: 5n, ...scaling })).toMatchObject({
        reason: 'no_pairs',
        match: 0n,
        total: 5n,
      })
    }
  })

  test('has no cap for who has no pair, even where all others have it', () => {
    expect(isCapped(0n, { num: 1n, den: 0n, cap: 7n })).toBe(false)
    expect(isCapped(1n, { num: 1n, den: 0n, cap: 7n })).toBe(true)
  })

  test.each(matchingVectors)(
    'of every project adds up to what the round comes to: $name',
    ({ round, answer }) => {
      const { projects, householdBound, ...terms } = parseRound(round)
      const tallies = projects.map((project) => tallyOf(project.gifts, householdBound))
      const { num, den } = computeMatching({ ...terms, projects: tallies })
      projects.forEach(({ name }, index) => {
        const slip = explainMatch({
          ...(tallies[index] as typeof tally),
          gifts: 0n,
          num,
          den,
          cap: terms.cap,
        })
        expect(slip.match.toString()).toBe(answer.match[name])
        expect(slip.called.toString()).toBe(answer.pairSum[name])
        expect(slip.lambda).toBe(answer.lambda)
      })
    },
  )
})

test('λ is written as a decimal of 18 places, cut off', () => {
  const lambda = (num: bigint, den: bigint) => formatLambda({ num, den: den * matchingScale })
  expect(lambda(1n, 1n)).toBe('1')
  expect(lambda(2n, 5n)).toBe('0.4')
  expect(lambda(2n, 3n)).toBe('0.666666666666666666')
  expect(lambda(1_234n, 100n)).toBe('12.34')
  expect(lambda(1n, 10n ** 18n)).toBe('0.000000000000000001')
  expect(lambda(1n, 10n ** 18n + 1n)).toBe('0')
  expect(lambda(10n ** 30n, 1n)).toBe(`1${'0'.repeat(30)}`)
  expect(lambda(0n, 1n)).toBe('0')
  expect(formatLambda({ num: 1n, den: 0n })).toBe('infinite')
})
