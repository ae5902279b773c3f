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

/** How many values each opcode takes from the stack and leaves there, with an argument, as `pickletools` lists them. */
const opcodes: [code: string, argument: string, takes: number, leaves: number][] = [
  ...[...'FILSV'].map((code): [string, string, number, number] => [code, '1\n', 0, 1]),
  ['P', 'x\n', 0, 1],
  ['g', '0\n', 0, 1],
  ['p', '0\n', 1, 1],
  ['c', 'os\nsystem\n', 0, 1],
  ...[...'N)]}\x88\x89\x8f\x97'].map((code): [string, string, number, number] => [code, '', 0, 1]),
  ['K', '.', 0, 1],
  ['h', '.', 0, 1],
  ['q', '.', 1, 1],
  ['M', '..', 0, 1],
  ['J', '....', 0, 1],
  ['j', '....', 0, 1],
  ['r', '....', 1, 1],
  ['G', '........', 0, 1],
  ...[...'UC\x8a\x8c'].map((code): [string, string, number, number] => [code, '\x03...', 0, 1]),
  ...[...'TXB\x8b'].map((code): [string, string, number, number] => [code, '\x03\0\0\0...', 0, 1]),
  ['X', `\x01\x01\0\0${'.'.repeat(257)}`, 0, 1],
  ...[...'\x8d\x8e\x96'].map((code): [string, string, number, number] => [
    code,
    '\x03\0\0\0\0\0\0\0...',
    0,
    1,
  ]),
  ['\x82', '.', 0, 1],
  ['\x83', '..', 0, 1],
  ['\x84', '....', 0, 1],
  ['0', '', 1, 0],
  ['2', '', 1, 2],
  ['Q', '', 1, 1],
  ...[...'Rba\x81\x93\x86'].map((code): [string, string, number, number] => [code, '', 2, 1]),
  ...[...'s\x92\x87'].map((code): [string, string, number, number] => [code, '', 3, 1]),
  ...[...'\x85\x94\x98'].map((code): [string, string, number, number] => [code, '', 1, 1]),
  ['\x95', '........', 0, 0],
  ['\x80', '.', 0, 0],
]
const versioned = (text: string) => isPickle(latin1(`\x80\x02${text}`))

test.each(opcodes)('the opcode %j with %j takes %i and leaves %i', (code, argument, takes, leaves) => {
  const text = `N${'N'.repeat(takes)}${code}${argument}`
  expect(versioned(`${text}${'0'.repeat(leaves)}.`)).toBe(true)
  expect(versioned(`${text}${'0'.repeat(leaves + 1)}.`)).toBe(false)
  if (takes > 0) expect(versioned(`${'N'.repeat(takes - 1)}${code}${argument}.`)).toBe(false)
  // Whether the argument is cut off or not: until there all was right.
  if (argument !== '') expect(versioned(text.slice(0, -1))).toBe(true)
})

test.each<[string, string, number]>([
  ...[...'ldto\x91'].map((code): [string, string, number] => [code, '', 1]),
  ['i', 'os\nsystem\n', 1],
  ...[...'1eu\x90'].map((code): [string, string, number] => [code, '', 0]),
])('the opcode %j takes all down to the mark, and leaves its own', (code, argument, leaves) => {
  const text = `N(NNN${code}${argument}`
  expect(versioned(`${text}${'0'.repeat(leaves)}.`)).toBe(true)
  expect(versioned(`${text}${'0'.repeat(leaves + 1)}.`)).toBe(false)
  expect(versioned(`NNN${code}${argument}.`)).toBe(false)
})

test.each<[string, boolean]>([
  ['\x80\x01N.', false],
  ['\x80\x02N.', true],
  ['\x80\x05N.', true],
  ['\x80\x06N.', false],
  ['\x80', false],
  ['\x80\x02.', false],
  ['\x80\x02\xffN.', false],
  ['\x80\x02cos path\nsystem\n.', false],
  ['\x80\x02cos\nsys tem\n.', false],
  ['\x80\x02cos!\nsystem\n.', false],
  ['\x80\x02c!os\nsystem\n.', false],
  ['\x80\x02cos\nsystem!\n.', false],
  ['\x80\x02cos\n!system\n.', false],
  ['\x80\x02c\nsystem\n.', false],
  ['\x80\x02cos\r\nsystem\r\n.', true],
  ['\x80\x02cos\n<lambda>\n.', true],
  ['\x80\x02cos', true],
  ['\x80\x02cos\nsys', true],
  // Without a version it has to call something, or to be a container of some length.
  ['NNb.', true],
  ['NNR.', true],
  ['NN\x81.', true],
  ['NNN\x92.', true],
  ['(NNo.', true],
  ['(ios\nsystem\n.', true],
  ['NN\x86.', false],
  ['NNN.', false],
  ['(l.', false],
  ['(N.', false],
  ['(Nl.', true],
  ['Nq\0.', false],
  ['NNq\0.', true],
  ['NNp0\n.', true],
  ['NNr....0N.', true],
  ['NN\x94.', true],
  ['NNbI1', true],
  ['NNqI1', false],
  ['(NNNI1', false],
])('%j is a pickle: %s', (text, expected) => {
  expect(isPickle(latin1(text))).toBe(expected)
})

test('after 4,096 opcodes it is what it has been so far', () => {
  expect(versioned('N'.repeat(5_000))).toBe(true)
  expect(isPickle(latin1('N'.repeat(5_000)))).toBe(false)
  expect(isPickle(latin1(`NNb${'N'.repeat(5_000)}`))).toBe(true)
  expect(isPickle(latin1(`${'N'.repeat(4_094)}b.`))).toBe(true)
  expect(isPickle(latin1(`${'N'.repeat(4_096)}b.`))).toBe(false)
})
