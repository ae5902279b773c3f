import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { readLine, readLines, readMap, readMaps } from './headerValues.ts'

test.each([
  ['  two\n\n  words ', 'two words'],
  ['e\u0301', '\u00e9'],
  [5, '5'],
  [false, 'false'],
  ['', undefined],
  [' \t ', undefined],
  [null, undefined],
  [undefined, undefined],
])('%j is the line %j', (value, line) => {
  expect(readLine(value, 'key')).toBe(line)
})

test('one value is a list of one, and each of a list is there once', () => {
  expect(readLines('a', 'key')).toEqual(['a'])
  expect(readLines(['a', null, ' a', '', 'b'], 'key')).toEqual(['a', 'b'])
  expect(readLines(undefined, 'key')).toEqual([])
})

test('no group and no list are empty ones', () => {
  const group = new Map([['a', 1]])
  expect(readMap(group, 'key')).toBe(group)
  expect(readMaps([group], 'key')).toEqual([group])
  for (const nothing of [null, undefined]) {
    expect(readMap(nothing, 'key')).toEqual(new Map())
    expect(readMaps(nothing, 'key')).toEqual([])
  }
})

test.each([
  [() => readLine([], 'tags'), '"tags" is not a single value', 'Give one value for "tags".'],
  [() => readLine(new Map(), 'tags'), '"tags" is not a single value', 'Give one value for "tags".'],
  [() => readLines([['a']], 'tags'), '"tags" is not a single value', 'Give one value for "tags".'],
  [() => readMap('x', 'source'), '"source" is not a group of keys', 'Correct "source".'],
  [() => readMaps('x', 'index'), '"index" is not a list', 'Correct "index".'],
  [() => readMaps([new Map(), 'x'], 'index'), '"index[1]" is not a group of keys', 'Correct "index[1]".'],
])('what is something else is told so, by its key (%#)', (read, reason, next) => {
  expect(refusalOf(read)).toStrictEqual({
    code: 'card_refused',
    message: `"README.md": ${reason}.`,
    next,
    details: { path: 'README.md', reason },
  })
})
