import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { ManifestError } from '../errors/ManifestError.ts'
import { scanJson } from './scanJson.ts'

function outcome(text: string, depth = 1000): string {
  try {
    scanJson(text, depth)
    return 'accepted'
  } catch (error) {
    if (error instanceof ManifestError) return error.code
    throw error
  }
}

test('accepts what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(outcome(text)).toBe('accepted')
    }),
  )
})

test('accepts exactly what JSON.parse accepts, but for keys that stand twice', () => {
  const soup = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '\\',
      '\\u00e9',
      'x',
      '+',
      '01',
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(soup, (pieces) => {
      const text = pieces.join('')
      let valid = true
      try {
        JSON.parse(text)
      } catch {
        valid = false
      }
      const result = outcome(text)
      if (result !== 'manifest_duplicate_key') expect([text, result === 'accepted']).toEqual([text, valid])
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"x":{"b":[{"c":1,"d":2,"c":3}]}}', 'x.b[0].c'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('finds the key that stands twice in %s', (text, at) => {
  expect(() => scanJson(text, 10)).toThrow(expect.objectContaining({ code: 'manifest_duplicate_key', at }))
})

test('the same key in two objects is no duplicate', () => {
  expect(outcome('{"a":{"a":1},"b":{"a":1}}')).toBe('accepted')
})

test.each(['"\\ud800"', '{"\\udc00":1}', '["\\ud83d\\ud83d"]'])(
  'refuses half of a surrogate pair in %s',
  (text) => {
    expect(outcome(text)).toBe('manifest_syntax')
  },
)

test('counts levels, and never uses up the stack on hostile nesting', () => {
  expect(outcome('[[[]]]', 3)).toBe('accepted')
  expect(outcome('[[[[]]]]', 3)).toBe('manifest_too_deep')
  expect(outcome('['.repeat(1_000_000), 16)).toBe('manifest_too_deep')
  expect(outcome('{"a":'.repeat(100_000), 16)).toBe('manifest_too_deep')
})

test('reads a string of a megabyte', () => {
  expect(outcome(`"${'a'.repeat(1_000_000)}"`)).toBe('accepted')
  expect(outcome(`"${'a'.repeat(1_000_000)}`)).toBe('manifest_syntax')
})

test.each([
  ['{"a', 'no valid string', 1],
  ['"\\ud800"', 'half of a surrogate pair in the string', 0],
  ['nul', 'no valid value', 0],
  ['[', 'no valid value', 1],
  ['{"a" 1}', '":" expected', 5],
  ['{"a":1;', '"," or "}" expected', 6],
  ['[1}', '"," or "]" expected', 2],
  ['1 1', 'more text after the end', 2],
])('says what is wrong with %s, and where', (text, what, position) => {
  expect(refusalOf(() => scanJson(text, 10))).toStrictEqual({
    code: 'manifest_syntax',
    message: `Not JSON: ${what} at character ${position}.`,
    next: 'Let `createManifest` write the file.',
    details: { position },
  })
})

test.each([
  ['[]', 0, '', 'the top'],
  ['[1,[]]', 1, '[1]', '[1]'],
  ['{"a":[]}', 1, 'a', 'a'],
  ['[{"a":0},{"a":[{}]}]', 3, '[1].a[0]', '[1].a[0]'],
])('says where %s nests deeper than %i levels', (text, depth, at, place) => {
  expect(refusalOf(() => scanJson(text, depth))).toStrictEqual({
    code: 'manifest_too_deep',
    message: `The JSON nests deeper than ${depth} levels at ${place}.`,
    details: { at, expected: depth },
  })
})

test('says which key stands twice, and what to do', () => {
  expect(refusalOf(() => scanJson('{"x":{"a":1,"a":1}}', 10))).toStrictEqual({
    code: 'manifest_duplicate_key',
    message: 'The key "x.a" stands twice; readers would disagree on its value.',
    next: 'Keep one of the two.',
    details: { at: 'x.a' },
  })
})

test.each(['1e5', '1E+5', '1e-5', '-0.5e05', '10', '-0'])('takes the number %s', (text) => {
  expect(outcome(text)).toBe('accepted')
})
