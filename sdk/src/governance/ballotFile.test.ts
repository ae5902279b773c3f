import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import {
  ballotBatchToJson,
  ballotFile,
  ballotFileToJson,
  ballotLimits,
  parseBallotFile,
  parseBallots,
} from './ballotFile.ts'

const governor = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const voter = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const signature = `0x${'ab'.repeat(65)}` as const
const message = {
  proposalId: 2n ** 256n - 1n,
  support: 'abstain',
  voter,
  reason: 'Да, tak, sí 🌾\nand more',
  deadline: 1_790_000_000n,
} as const
const file = ballotFile({ chainId: 31337, governor }, message, signature)
const json = ballotFileToJson(file)
const text = (change: object = {}) => JSON.stringify({ ...json, ...change })

describe('a ballot file', () => {
  test('is a JSON document with every field, and read back as it was written', () => {
    expect(json).toEqual({
      kind: 'commonweal-ballot',
      version: 1,
      chainId: 31337,
      governor,
      proposalId: '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      support: 'abstain',
      voter,
      reason: 'Да, tak, sí 🌾\nand more',
      deadline: '1790000000',
      signature,
    })
    expect(parseBallotFile(text())).toEqual(file)
    expect(parseBallotFile(text({ governor: governor.toLowerCase() }))).toEqual(file)
    expect(parseBallotFile(text({ signature: signature.toUpperCase().replace('0X', '0x') }))).toEqual(file)
  })

  test.each([
    ['chainId', 0],
    ['chainId', '31337'],
    ['governor', '0x12'],
    ['proposalId', 12],
    ['proposalId', '0x12'],
    ['proposalId', '012'],
    ['proposalId', (2n ** 256n).toString()],
    ['support', 'maybe'],
    ['support', 1],
    ['voter', 'ada.eth'],
    ['reason', null],
    ['reason', '\ud83c'],
    ['reason', 'x'.repeat(ballotLimits.reasonBytes + 1)],
    ['reason', '🌾'.repeat(ballotLimits.reasonBytes / 4 + 1)],
    ['deadline', 'tomorrow'],
    ['deadline', '-1'],
    ['signature', '0x123'],
    ['signature', '12'],
    ['signature', `0x${'00'.repeat(ballotLimits.signatureBytes + 1)}`],
    ['nonce', '1'],
  ])('with a wrong %s (%j) is refused, naming it', (field, value) => {
    expect(() => parseBallotFile(text({ [field]: value }))).toThrow(
      expect.objectContaining({ code: 'ballot_invalid', details: { field } }),
    )
  })

  test('may go to its limits', () => {
    const longest = {
      reason: '🌾'.repeat(ballotLimits.reasonBytes / 4),
      signature: `0x${'00'.repeat(ballotLimits.signatureBytes)}`,
    }
    expect(parseBallotFile(text(longest)).reason).toBe(longest.reason)
    expect(parseBallotFile(text({ reason: '', signature: '0x', proposalId: '0' })).signature).toBe('0x')
    const filled = (length: number) => text().padEnd(length, ' ')
    expect(parseBallotFile(filled(ballotLimits.fileCharacters))).toEqual(file)
    expect(() => parseBallotFile(filled(ballotLimits.fileCharacters + 1))).toThrow(
      expect.objectContaining({ code: 'ballot_too_large' }),
    )
  })

  test('that is none, or of another version, is told so', () => {
    expect(() => parseBallotFile('{"kind":')).toThrow(expect.objectContaining({ code: 'ballot_syntax' }))
    for (const other of ['null', '7', '"x"', '[]', '{}', '{"kind":"commonweal-receipt"}']) {
      expect(() => parseBallotFile(other)).toThrow(expect.objectContaining({ code: 'ballot_kind' }))
    }
    expect(() => parseBallotFile(text({ version: 2 }))).toThrow(
      expect.objectContaining({ code: 'ballot_version', details: { expected: 1, actual: 2 } }),
    )
    const { version: _, ...without } = json
    expect(() => parseBallotFile(JSON.stringify(without))).toThrow(
      expect.objectContaining({ code: 'ballot_version' }),
    )
  })
})

describe('a batch file', () => {
  test('holds whole ballots, and one that cannot be read leaves the others', () => {
    const batch = ballotBatchToJson([file, file])
    expect(batch).toEqual({ kind: 'commonweal-ballot-batch', version: 1, ballots: [json, json] })
    const mixed = { ...batch, ballots: [json, { ...json, support: 'maybe' }, null, json] }
    expect(parseBallots(JSON.stringify(mixed))).toEqual([
      { ballot: file },
      { error: expect.objectContaining({ code: 'ballot_invalid' }) },
      { error: expect.objectContaining({ code: 'ballot_kind' }) },
      { ballot: file },
    ])
    expect(parseBallots(text())).toEqual([{ ballot: file }])
  })

  test('without a list, of another version, or that is something else, is refused', () => {
    const batch = ballotBatchToJson([])
    expect(parseBallots(JSON.stringify(batch))).toEqual([])
    expect(() => parseBallots(JSON.stringify({ ...batch, ballots: {} }))).toThrow(
      expect.objectContaining({ code: 'ballot_invalid', details: { field: 'ballots' } }),
    )
    expect(() => parseBallots(JSON.stringify({ ...batch, version: 2 }))).toThrow(
      expect.objectContaining({ code: 'ballot_version' }),
    )
    expect(() => parseBallots('{}')).toThrow(expect.objectContaining({ code: 'ballot_kind' }))
    expect(() => parseBallots('')).toThrow(expect.objectContaining({ code: 'ballot_syntax' }))
  })
})

test('a ballot that cannot be read is told why, and what to do', () => {
  expect(refusalOf(() => parseBallotFile('{'))).toStrictEqual({
    code: 'ballot_syntax',
    message: 'It is not JSON.',
    next: 'Have the ballot sent again: the file is cut off or was changed on its way.',
  })
  expect(refusalOf(() => parseBallotFile('{"kind":"receipt"}'))).toStrictEqual({
    code: 'ballot_kind',
    message: 'It is not a ballot.',
    next: 'A ballot is what `ballot sign` writes.',
    details: { expected: 'commonweal-ballot', actual: 'receipt' },
  })
  expect(refusalOf(() => parseBallotFile(text({ version: 2 })))).toStrictEqual({
    code: 'ballot_version',
    message: 'It has version 2, which has no meaning here.',
    next: 'Use a newer version of this program.',
    details: { expected: 1, actual: 2 },
  })
  expect(refusalOf(() => parseBallotFile(text().padEnd(65_537)))).toStrictEqual({
    code: 'ballot_too_large',
    message: 'It has 65537 characters; a ballot has 65536 at most.',
  })
  const batch = { ...ballotBatchToJson([]), ballots: {} }
  expect(refusalOf(() => parseBallots(JSON.stringify(batch)))).toStrictEqual({
    code: 'ballot_invalid',
    message: 'It is a batch without a list of ballots.',
    next: 'Make it again with `ballot collect`.',
    details: { field: 'ballots' },
  })
})

test.each([
  ['governor', '0x12', 'is not an address'],
  ['proposalId', '012', 'is not a whole number in decimal digits'],
  ['proposalId', (2n ** 256n).toString(), 'is larger than 256 bits'],
  ['reason', '\ud83c', 'is not Unicode text'],
  ['reason', 'x'.repeat(2_001), 'has more than 2000 bytes'],
  ['signature', '0x123', 'is not bytes in hex'],
  ['signature', `0x${'00'.repeat(8_193)}`, 'has more than 8192 bytes'],
  ['nonce', '1', 'Unrecognized key: "nonce"'],
])('says that the %s of a ballot (%j) %s', (field, value, why) => {
  expect(refusalOf(() => parseBallotFile(text({ [field]: value })))).toStrictEqual({
    code: 'ballot_invalid',
    message: `Its ${field} is not valid: ${why}.`,
    next: 'Have it signed again with `ballot sign`.',
    details: { field },
  })
})
