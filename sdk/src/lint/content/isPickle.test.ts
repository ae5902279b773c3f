import { expect, test } from 'vitest'
import { isPickle } from './isPickle.ts'

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** `os.system("id")`, as Python writes it in each protocol. */
const programs: [string, string][] = [
  ['protocol 0', 'cposix\nsystem\np0\n(Vid\np1\ntp2\nRp3\n.'],
  ['protocol 0 with INST', "(S'id'\nios\nsystem\n."],
  ['protocol 1', 'cposix\nsystem\nq\x00(X\x02\x00\x00\x00idq\x01tq\x02Rq\x03.'],
  ['protocol 2', '\x80\x02cposix\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.'],
  ['protocol 3', '\x80\x03cposix\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.'],
  [
    'protocol 4',
    '\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.',
  ],
  [
    'protocol 5',
    '\x80\x05\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.',
  ],
]

test.each(programs)('a pickle of %s is found', (_, text) => {
  expect(isPickle(latin1(text))).toBe(true)
})

test.each(programs)('a pickle of %s is found by its beginning, as long as it got to calling', (_, text) => {
  expect(isPickle(latin1(text.slice(0, -1)))).toBe(true)
})

test('data without a call is found too: a list of protocol 0, a dictionary of protocol 1', () => {
  expect(isPickle(latin1('(lp0\nI1\naI2\na.'))).toBe(true)
  expect(isPickle(latin1('}q\x00X\x01\x00\x00\x00aq\x01K\x01s.'))).toBe(true)
})

test.each([
  ['a vocabulary that begins like a global', 'cat\ndog\nRabbit\nbird\n'],
  ['a licence', 'copyright\nholders\nNobody may use this.\n'],
  ['a sentence in brackets', '(see README)\n'],
  ['JSON', '{"a": 1}'],
  ['a JSON array', '[]'],
  ['a number and a full stop', 'I1\n.'],
  ['nothing', ''],
  ['raw weights that begin with the header of protocol 2', '\x80\x02\x00\x00\x12\x34'],
  ['raw weights whose header has a protocol that is not known', '\x80\x06K\x01.'],
  ['a call without anything to call', 'N)RRRR.'.slice(2)],
])('%s is not taken for a pickle', (_, text) => {
  expect(isPickle(latin1(text))).toBe(false)
})
