import { expect, test } from 'vitest'
import { type Pattern, parsePattern, UndecidedPattern } from './parsePattern.ts'

const character = (source: string): Pattern => ({ kind: 'character', source })
const sequence = (...parts: Pattern[]): Pattern => ({ kind: 'sequence', parts })
const choice = (...parts: Pattern[]): Pattern => ({ kind: 'choice', parts })
const repeat = (inner: Pattern, least: number, most: number): Pattern => ({
  kind: 'repeat',
  inner,
  least,
  most,
})
const assertion: Pattern = { kind: 'assertion' }
const look = (inner: Pattern, ahead: boolean): Pattern => ({ kind: 'assertion', inner, ahead })
const [a, b] = [character('a'), character('b')]
const endless = Number.POSITIVE_INFINITY

test.each([
  'a',
  '.',
  '\uffff',
  '\u{1f33e}',
  '[abc]',
  '[^a|(]',
  String.raw`[\]\\]`,
  String.raw`\d`,
  String.raw`\.`,
  String.raw`\p{Lu}`,
  String.raw`\P{Script=Han}`,
  String.raw`\u{1f33e}`,
  String.raw`\ud83c\udf3e`,
  String.raw`\u00e9`,
  String.raw`\xe9`,
  String.raw`\cA`,
  '\\\u{1f33e}',
  '(a)',
  '(?:a)',
  '(?<name>a)',
  '(?:(?=[b-d])[a-c])',
  '(?:(?!a)(?!b|[c-d])[a-f])',
  '(?:(?=(?:(?=a)b))c)',
])('%s is one character', (source) => {
  expect(parsePattern(source)).toEqual(character(source))
  expect(parsePattern(`${source}a`)).toEqual(sequence(character(source), a))
})

test.each<[string, Pattern]>([
  ['', sequence()],
  ['ab', sequence(a, b)],
  ['a|b', choice(a, b)],
  ['a||ab', choice(a, sequence(), sequence(a, b))],
  ['(a|b)', choice(a, b)],
  ['(?:ab)a', sequence(sequence(a, b), a)],
  ['(?<name>ab)', sequence(a, b)],
  ['()', sequence()],
  ['^a$', sequence(assertion, a, assertion)],
  [String.raw`\ba\B`, sequence(assertion, a, assertion)],
  ['(?=a)', look(a, true)],
  ['(?!ab)', look(sequence(a, b), true)],
  ['(?<=a)', look(a, false)],
  ['(?<!a|b)', look(choice(a, b), false)],
  // These look at more, or elsewhere, than at the one character that they stand before.
  ['(?:(?=ab)a)', sequence(look(sequence(a, b), true), a)],
  ['(?:(?<=a)b)', sequence(look(a, false), b)],
  ['(?:(?=a|ab)b)', sequence(look(choice(a, sequence(a, b)), true), b)],
  ['(?:^a)', sequence(assertion, a)],
  ['(?:(?=a))', look(a, true)],
  ['(?:a(?=b))', sequence(a, look(b, true))],
])('%s is read', (source, pattern) => {
  expect(parsePattern(source)).toEqual(pattern)
})

test.each<[string, number, number]>([
  ['*', 0, endless],
  ['+', 1, endless],
  ['?', 0, 1],
  ['{3}', 3, 3],
  ['{0}', 0, 0],
  ['{3,}', 3, endless],
  ['{3,15}', 3, 15],
])('%s says how often', (quantifier, least, most) => {
  for (const lazy of ['', '?']) {
    expect(parsePattern(`a${quantifier}${lazy}`)).toEqual(repeat(a, least, most))
    expect(parsePattern(`(?:ab)${quantifier}${lazy}b`)).toEqual(
      sequence(repeat(sequence(a, b), least, most), b),
    )
  }
})

test.each([
  [String.raw`(a)\1`, 'refers back to what it has matched'],
  [String.raw`(?<n>a)\k<n>`, 'refers back to what it has matched'],
  ['(?i:a)', 'changes flags inside'],
  ['(?s-m:a)', 'changes flags inside'],
  ['a)', 'cannot be read to its end'],
  [`${'('.repeat(65)}a${')'.repeat(65)}`, 'nests deeper than 64 groups'],
  ['a'.repeat(4_097), 'is too long to be decided'],
])('%.20s cannot be decided: it %s', (source, why) => {
  expect(() => parsePattern(source)).toThrow(new UndecidedPattern(why))
})

test('goes as far as its limits', () => {
  const deep = `${'('.repeat(64)}a${')'.repeat(64)}`
  expect(parsePattern(deep)).toEqual(character(deep))
  expect(parsePattern('a'.repeat(4_096))).toMatchObject({ kind: 'sequence' })
  expect(new UndecidedPattern('x').name).toBe('UndecidedPattern')
})
