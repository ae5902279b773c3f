import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { readJson } from './readJson.ts'

const read = (text: string) => readJson('config.json', new TextEncoder().encode(text))

test('reads JSON', () => {
  expect(read('{"a":[1,"x"]}')).toEqual({ a: [1, 'x'] })
})

test.each([
  ['a key that stands twice', '{"a":{"b":1,"b":2}}', 'The key "a.b" stands twice'],
  ['what is not JSON', '{"a":', 'Not JSON'],
  ['nesting without end', '['.repeat(100_000), 'nests deeper than 64 levels'],
])('refuses %s, naming the file', (_, text, reason) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      code: 'content_refused',
      path: 'config.json',
      message: expect.stringMatching(/^"config\.json": /),
    }),
  )
  expect(() => read(text)).toThrow(reason)
})

test('says where in the file, where that is known', () => {
  expect(() => read('{"a":1,"a":1}')).toThrow(expect.objectContaining({ at: 'a' }))
})

test('refuses what is not UTF-8', () => {
  expect(() => readJson('x.json', new Uint8Array([0x22, 0xff, 0x22]))).toThrow(
    '"x.json": It is not UTF-8 text.',
  )
})

test('says why, what to do, and only where it knows where', () => {
  const next = 'Correct the file, or export the model again.'
  const twice = 'The key "a" stands twice; readers would disagree on its value.'
  expect(refusalOf(() => read('{"a":1,"a":1}'))).toStrictEqual({
    code: 'content_refused',
    message: `"config.json": ${twice}`,
    next,
    details: { path: 'config.json', at: 'a', reason: twice },
  })
  const notJson = 'Not JSON: no valid value at character 5.'
  expect(refusalOf(() => read('{"a":'))).toStrictEqual({
    code: 'content_refused',
    message: `"config.json": ${notJson}`,
    next,
    details: { path: 'config.json', reason: notJson },
  })
})
