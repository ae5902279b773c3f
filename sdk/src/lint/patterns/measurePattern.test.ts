import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { CharacterSets } from './characterSets.ts'
import { measurePattern } from './measurePattern.ts'
import { type Pattern, parsePattern } from './parsePattern.ts'

// The work is bounded in steps; how long they take depends on what else the machine does.
vi.setConfig({ testTimeout: 60_000 })

/** Kept, because asking the engine about a set takes longer than all the rest. */
const sets = new CharacterSets()
const measure = (source: string) => measurePattern(parsePattern(source), sets)

class TooMany extends Error {}

/** The characters that occur here are letters, and sets of letters in brackets. */
const matches = (source: string, letter: string | undefined) =>
  letter !== undefined && source.includes(letter)

/** Counts what an engine that backtracks tries while it looks for a pattern all over a text, as JavaScript does. */
function countAttempts(pattern: Pattern, text: string, most: number): number {
  let attempts = 0
  const run = (part: Pattern, at: number, then: (at: number) => boolean): boolean => {
    if (++attempts > most) throw new TooMany()
    switch (part.kind) {
      case 'character':
        return matches(part.source, text[at]) && then(at + 1)
      case 'assertion':
        if (part.inner === undefined) return at === text.length && then(at)
        return run(part.inner, at, () => true) && then(at)
      case 'sequence': {
        const from = (index: number, place: number): boolean => {
          const next = part.parts[index]
          return next === undefined ? then(place) : run(next, place, (after) => from(index + 1, after))
        }
        return from(0, at)
      }
      case 'choice':
        return part.parts.some((each) => run(each, at, then))
      case 'repeat': {
        const turn = (done: number, place: number): boolean =>
          (done < part.most &&
            run(
              part.inner,
              place,
              (after) => (done < part.least || after > place) && turn(done + 1, after),
            )) ||
          (done >= part.least && then(place))
        return turn(0, at)
      }
    }
  }
  for (let at = 0; at <= text.length; ) {
    let end = at
    const found = run(pattern, at, (after) => {
      end = after
      return true
    })
    at = found && end > at ? end : at + 1
  }
  return attempts
}

const character = fc.constantFrom('a', 'b', '[ab]')
const source = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'large', depthIdentifier: 'expression' },
    character,
    fc.tuple(tie('expression'), tie('expression')).map((parts) => parts.join('')),
    fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(?:${one}|${other})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}'))
      .map(([one, times]) => `(?:${one})${times}`),
    fc.tuple(tie('expression'), character).map(([loops, end]) => `(?:${loops})*${end}*`),
    tie('expression').map((inner) => `(?=${inner})`),
    fc.constant('$'),
  ),
})).expression

/** Texts that repeat something and then end in something else, behind a beginning. */
const textsAfter = (beginnings: readonly string[]) =>
  beginnings.flatMap((beginning) =>
    ['a', 'b', 'ab', 'aab', 'abb'].flatMap((word) =>
      ['', 'a', 'b', 'c'].map(
        (end) => (times: number) => `${beginning}${word.repeat(Math.ceil(times / word.length))}${end}`,
      ),
    ),
  )

test('no pattern that is said to take the square of a text at most takes more', () => {
  const seen = { exponential: 0, 1: 0, 2: 0, more: 0 }
  fc.assert(
    fc.property(source, (expression) => {
      const cost = measure(expression)
      if (cost.kind === 'exponential' || cost.degree > 2) {
        seen[cost.kind === 'exponential' ? 'exponential' : 'more']++
        return
      }
      seen[cost.degree as 1 | 2]++
      const pattern = parsePattern(expression)
      const size = cost.ways * expression.length
      for (const text of textsAfter([''])) {
        const length = text(40).length
        // Each place of the text, as often as is said, by every way and every part of the pattern.
        countAttempts(pattern, text(40), 4 * size * (length + 1) ** cost.degree)
      }
    }),
    { numRuns: 1000, seed: 7 },
  )
  // The generator has to come to every kind of answer, or the property says little.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
})

test('a pattern that is said to be exponential is, where something behind it fails', () => {
  fc.assert(
    fc.property(source, (expression) => {
      const cost = measure(`(?:${expression})c`)
      fc.pre(cost.kind === 'exponential' && !expression.includes('=') && !expression.includes('$'))
      const pattern = parsePattern(`(?:${expression})c`)
      const isRunaway = textsAfter(['', 'a', 'b', 'aa', 'ab', 'ba', 'bb', 'aba', 'bab']).some((text) => {
        try {
          countAttempts(pattern, text(48), 20_000)
          return false
        } catch (error) {
          if (error instanceof TooMany) return true
          throw error
        }
      })
      expect([expression, isRunaway]).toEqual([expression, true])
    }),
    { numRuns: 40, seed: 7, maxSkipsPerRun: 1000 },
  )
})

test.each<[string, number]>([
  ['a', 1],
  ['a+', 1],
  ['(?:ab)*', 1],
  ['a+$', 2],
  ['a*b', 2],
  ['a+b+c', 2],
  [String.raw`\d+\.\d+x`, 2],
  [String.raw`\d+\d+x`, 3],
  ['a*a*a*x', 4],
  ['a*a*bc*c*x', 4],
  ['a(?=.*x)', 2],
  ['(?:a(?:b*c)?)*', 2],
  ['(?=a*)b', 2],
  ['a(?:a|b)*', 1],
])('%s takes time by the power %i', (expression, degree) => {
  expect(measure(expression)).toMatchObject({ kind: 'power', degree })
})

test.each<[string, number]>([
  ['abc', 1],
  ['(?:a|b|c)(?:a|b|c)x', 1],
  ['(?:ab|ac|ad)x', 3],
  ['(?:a?){3}x', 4],
  ['(?:|){3}x', 8],
])('%s is tried in %i ways at one place', (expression, ways) => {
  expect(measure(expression)).toMatchObject({ ways })
})

test.each([
  '(?:a+)+$',
  '(?:a|ab|b)*$',
  '(?:aa|aab|b|ba)*$',
  '(?:(?:a?){2}b)*$',
  '(?:a*b?)*$',
  '(?:a|[a-c])+x',
])('%s is exponential', (expression) => {
  expect(measure(expression)).toEqual({ kind: 'exponential' })
})

test('sets of characters overlap as the engine says, surrogates and all planes included', () => {
  const overlap = (one: string, other: string) => {
    const [a, b] = sets.divide([one, other])
    return ((a as bigint) & (b as bigint)) !== 0n
  }
  expect(overlap('a', '[a-z]')).toBe(true)
  expect(overlap('a', '[b-z]')).toBe(false)
  expect(overlap(String.raw`\p{L}`, String.raw`\p{N}`)).toBe(false)
  expect(overlap(String.raw`\p{L}`, String.raw`\p{Lu}`)).toBe(true)
  expect(overlap(String.raw`\u{1f600}`, String.raw`\p{So}`)).toBe(true)
  expect(overlap('\u{1f600}', String.raw`[\u{1f600}-\u{1f64f}]`)).toBe(true)
  expect(overlap(String.raw`\ud800`, '.')).toBe(true)
  expect(overlap(String.raw`\udfff`, String.raw`[\ud800-\udffe]`)).toBe(false)
  expect(overlap(String.raw`\u{10ffff}`, '[^a]')).toBe(true)
  expect(overlap(String.raw`\ue000`, String.raw`[\udfff]`)).toBe(false)
  expect(overlap(String.raw`\.`, '.')).toBe(true)
  expect(overlap(String.raw`\.`, String.raw`\n`)).toBe(false)
  expect(overlap(String.raw`(?:(?!\p{L})[\s\S])`, 'a')).toBe(false)
})

test('letters are told apart in any number, sets that the engine has to be asked about are not', () => {
  const many = new CharacterSets()
  const letters = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x4e00 + index))
  expect(new Set(many.divide(letters)).size).toBe(200)
  const asked = Array.from({ length: 65 }, (_, index) => `[a-${String.fromCodePoint(0x4e00 + index)}]`)
  expect(() => many.divide(asked)).toThrow(/more than 64 sets/)
})
