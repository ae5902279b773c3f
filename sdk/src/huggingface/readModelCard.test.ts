import { expect, test } from 'vitest'
import { ManifestError } from '../errors/ManifestError.ts'
import { readModelCard } from './readModelCard.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const card = (header: string) => readModelCard(encode(`---\n${header}\n---\nbody`))

function refusal(bytes: Uint8Array): ManifestError {
  try {
    readModelCard(bytes)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('was accepted')
}

test('splits a card at the lines of dashes', () => {
  const { header, body } = card('license: mit')
  expect([...header]).toEqual([['license', 'mit']])
  expect(body).toBe('body')
})

test('takes line ends and a byte-order mark as editors leave them', () => {
  const { header, body } = readModelCard(encode('\ufeff---\r\nlicense: mit\r\n--- \r\none\r\ntwo'))
  expect([...header]).toEqual([['license', 'mit']])
  expect(body).toBe('one\ntwo')
})

test('reads YAML 1.2: Norwegian is a language, a version is text when it is one', () => {
  expect([...card('language: no\nversion: 1.2.0\nactive: yes').header]).toEqual([
    ['language', 'no'],
    ['version', '1.2.0'],
    ['active', 'yes'],
  ])
})

test('an empty header says nothing', () => {
  expect(card('').header.size).toBe(0)
  expect(readModelCard(encode('---\n---')).header.size).toBe(0)
})

test('a key named like a part of JavaScript is a key', () => {
  const { header } = card('__proto__: {polluted: 1}\nconstructor: 2')
  expect([...header.keys()]).toEqual(['__proto__', 'constructor'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

const billionLaughs = [
  'a: &a [x, x]',
  ...'bcdefgh'.split('').map((key, index) => {
    const before = 'abcdefgh'[index]
    return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`
  }),
].join('\n')

test.each([
  ['no header', '# Title', 'does not start with a YAML header'],
  ['dashes further down', '\n---\nlicense: mit\n---', 'does not start with a YAML header'],
  ['a header without an end', '---\nlicense: mit', 'its header does not end'],
  ['a key that stands twice', '---\na: 1\na: 2\n---', 'Map keys must be unique (line 3)'],
  ['aliases that unfold without end', `---\n${billionLaughs}\n---`, 'an anchor or alias'],
  ['an anchor nobody uses', '---\na: &a 1\n---', 'an anchor or alias'],
  ['a tag of another language', '---\na: !!js/function x\n---', 'js/function'],
  ['a tag of YAML itself', '---\na: !!str 1\n---', 'its header uses the tag tag:yaml.org,2002:str'],
  ['bytes in text', '---\na: !!binary aGk=\n---', 'the tag tag:yaml.org,2002:binary'],
  ['a second document', '---\na: 1\n...\nb: 2\n---', 'multiple documents'],
  ['no keys', '---\njust text\n---', 'is not a list of keys'],
  ['a list', '---\n- a\n---', 'is not a list of keys'],
  ['tabs for spaces', '---\na:\n\t- b\n---', 'not plain YAML'],
  ['nesting made to exhaust the stack', `---\na: ${'['.repeat(100_000)}\n---`, 'not plain YAML'],
  ['a header too long', `---\na: ${'x'.repeat(262_144)}\n---`, 'longer than 262144 bytes'],
])('refuses %s', (_, text, reason) => {
  const error = refusal(encode(text))
  expect(error).toMatchObject({ code: 'card_refused', path: 'README.md' })
  expect(error.message).toContain(reason)
  expect(error.message).toContain('"README.md"')
  expect(error.next).toBeTruthy()
})

test('refuses what is not UTF-8', () => {
  expect(refusal(new Uint8Array([0x2d, 0xff])).message).toContain('not UTF-8')
})
