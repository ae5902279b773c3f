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

test('takes the line ends of old machines, and leaves a mark inside the text', () => {
  expect(readModelCard(encode('---\rlicense: mit\r---\ra\ufeffb')).body).toBe('a\ufeffb')
})

test('says what is wrong, and what to do', () => {
  const told = (text: string) => refusal(encode(text)).toJSON()
  expect(told('# Title')).toStrictEqual({
    code: 'card_refused',
    message: '"README.md": it does not start with a YAML header.',
    next: 'Start it with the header that Hugging Face asks for, between two lines of "---".',
    details: { path: 'README.md', reason: 'it does not start with a YAML header' },
  })
  expect(told('---').next).toBe('Close the header with a line of "---".')
  expect(told('---\na: &a 1\n---').next).toBe('Write the value out in each place.')
  expect(told('---\na: !!str 1\n---').next).toBe('Leave the tag out.')
  expect(told('---\na\n---').next).toBe('Write "key: value" lines.')
  expect(told('---\na: 1\na: 2\n---').next).toBe('Correct the header.')
  expect(refusal(new Uint8Array([0xff])).next).toBe('Save it as UTF-8.')
  expect(refusal(encode(`---\na: ${'x'.repeat(262_144)}\n---`)).next).toBe(
    'Move what is long into the text below.',
  )
})

test('takes a header of 256 KiB, and a line of dashes with spaces behind', () => {
  expect(card(`a: ${'x'.repeat(262_144 - 3)}`).header.size).toBe(1)
  expect(() => card(`a: ${'x'.repeat(262_144 - 2)}`)).toThrow('longer than 262144 bytes')
  expect(refusal(encode(' ---\na: 1\n---')).message).toContain('does not start')
  expect(readModelCard(encode('---  \na: 1\n---')).header.size).toBe(1)
})

test('a key of merging is a key like any other, and a date is text', () => {
  expect([...card('<<: {a: 1}\nday: 2026-01-01').header]).toEqual([
    ['<<', new Map([['a', 1]])],
    ['day', '2026-01-01'],
  ])
})
