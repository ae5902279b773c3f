import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import {
  parseSponsorshipFile,
  sponsorshipFile,
  sponsorshipFileCharacters,
  sponsorshipFileToJson,
} from './sponsorshipFile.ts'

const governor = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const sponsor = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const file = sponsorshipFile(
  { chainId: 31337, governor },
  { proposalId: 2n ** 256n - 1n, sponsor, deadline: 1_790_000_000n },
  `0x${'AB'.repeat(65)}`,
)
const json = sponsorshipFileToJson(file)
const text = (change: object = {}) => JSON.stringify({ ...json, ...change })

test('a sponsorship file is a JSON document with every field, and read back as it was written', () => {
  expect(json).toEqual({
    kind: 'commonweal-sponsorship',
    version: 1,
    chainId: 31337,
    governor,
    proposalId: '115792089237316195423570985008687907853269984665640564039457584007913129639935',
    sponsor,
    deadline: '1790000000',
    signature: `0x${'ab'.repeat(65)}`,
  })
  expect(parseSponsorshipFile(text())).toEqual(file)
  expect(parseSponsorshipFile(text({ sponsor: sponsor.toLowerCase() }))).toEqual(file)
})

test.each([
  ['chainId', 0],
  ['governor', '0x12'],
  ['proposalId', '0x12'],
  ['proposalId', (2n ** 256n).toString()],
  ['sponsor', 'ada.eth'],
  ['deadline', 12],
  ['signature', '0x123'],
  ['signature', `0x${'00'.repeat(8_193)}`],
  ['support', 'for'],
])('a sponsorship with a wrong %s (%j) is refused, naming it', (field, value) => {
  expect(() => parseSponsorshipFile(text({ [field]: value }))).toThrow(
    expect.objectContaining({ code: 'sponsorship_invalid', details: { field } }),
  )
})

test('what is none, is too long, or is of another version, is told so', () => {
  const code = (expected: string) => expect.objectContaining({ code: expected })
  expect(() => parseSponsorshipFile('{')).toThrow(code('sponsorship_syntax'))
  for (const other of ['null', '[]', '{"kind":"commonweal-ballot"}']) {
    expect(() => parseSponsorshipFile(other)).toThrow(code('sponsorship_kind'))
  }
  expect(() => parseSponsorshipFile(text({ version: 2 }))).toThrow(code('sponsorship_version'))
  expect(parseSponsorshipFile(text().padEnd(sponsorshipFileCharacters))).toEqual(file)
  expect(() => parseSponsorshipFile(text().padEnd(sponsorshipFileCharacters + 1))).toThrow(
    code('sponsorship_too_large'),
  )
})

test('a sponsorship that cannot be read is told why, and what to do', () => {
  expect(refusalOf(() => parseSponsorshipFile('{'))).toStrictEqual({
    code: 'sponsorship_syntax',
    message: 'It is not JSON.',
    next: 'Have it signed again with `proposal sponsor`.',
  })
  expect(refusalOf(() => parseSponsorshipFile('{"kind":"receipt"}'))).toStrictEqual({
    code: 'sponsorship_kind',
    message: 'It is not a sponsorship.',
    next: 'A sponsorship is what `proposal sponsor` writes.',
    details: { expected: 'commonweal-sponsorship', actual: 'receipt' },
  })
  expect(refusalOf(() => parseSponsorshipFile(text({ version: 2 })))).toStrictEqual({
    code: 'sponsorship_version',
    message: 'It has version 2, which has no meaning here.',
    next: 'Use a newer version of this program.',
    details: { expected: 1, actual: 2 },
  })
  expect(refusalOf(() => parseSponsorshipFile(text().padEnd(65_537)))).toStrictEqual({
    code: 'sponsorship_too_large',
    message: 'It has 65537 characters; a sponsorship has 65536 at most.',
  })
  expect(refusalOf(() => parseSponsorshipFile(text({ sponsor: 'ada.eth' })))).toStrictEqual({
    code: 'sponsorship_invalid',
    message: 'Its sponsor is not valid: is not an address.',
    next: 'Have it signed again with `proposal sponsor`.',
    details: { field: 'sponsor' },
  })
})

test('an address is read whatever its checksum, bytes from their first character to their last', () => {
  const mixed = `0x${governor.slice(2).replace(/[a-f]/g, (letter) => letter.toUpperCase())}`
  expect(parseSponsorshipFile(text({ governor: mixed }))).toEqual(file)
  for (const bytes of ['x0x12', '0x12x', ' 0x12']) {
    expect(refusalOf(() => parseSponsorshipFile(text({ signature: bytes }))).message).toBe(
      'Its signature is not valid: is not bytes in hex.',
    )
  }
})
