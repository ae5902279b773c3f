import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRoundTermsFile } from './roundTermsFile.ts'

const communityId = `0x${'c'.repeat(64)}` as const
const other = `0x${'d'.repeat(64)}` as const
const now = Date.UTC(2027, 0, 1) / 1000
const day = 86_400
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-round-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(change: object) {
  const example = JSON.parse(await readFile(join(import.meta.dirname, 'round.example.json'), 'utf8'))
  const path = join(folder, 'round.json')
  await writeFile(path, JSON.stringify({ ...example, ...change }))
  const about = { communityId, now, openableAt: now + 4 * day, readDecimals: async () => 6 }
  return readRoundTermsFile(path, about)
}

test('the example is a round, whose durations count from the time before and amounts in the token', async () => {
  const { terms, salt, text } = await read({})
  const givingFrom = Date.UTC(2027, 2, 1) / 1000
  expect(salt).toBe(keccak256(toHex('Spring 2027')))
  expect(terms).toEqual({
    communityId,
    others: [],
    token: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    givingFrom,
    givingUntil: givingFrom + 14 * day,
    reviewUntil: givingFrom + 19 * day,
    expiresAt: givingFrom + 49 * day,
    cap: 5_000_000_000n,
    minGift: 1_000_000n,
    leastPool: 10_000_000_000n,
    deposit: 10_000_000n,
    householdBound: 25_000_000n,
    undoPeriod: 3_600,
    scaleUp: false,
    document: `0x${createHash('sha256').update(text).digest('hex')}`,
  })
})

test('what is left out makes no difference: no cap, no deposit, households as anyone', async () => {
  const none = {
    cap: undefined,
    leastPool: undefined,
    deposit: undefined,
    householdBound: undefined,
    undoPeriod: undefined,
  }
  expect((await read(none)).terms).toMatchObject({
    cap: 0n,
    leastPool: 0n,
    deposit: 0n,
    householdBound: 2n ** 128n - 1n,
    undoPeriod: 0,
  })
})

test('amounts in base units are taken as they are, and giving may begin so long from now', async () => {
  const { terms } = await read({ amountsIn: 'baseUnits', givingFrom: '10 days' })
  expect([terms.cap, terms.givingFrom]).toEqual([5_000n, now + 10 * day])
})

test.each([
  ['name', { name: '' }],
  ['text', { text: ' ' }],
  ['amountsIn', { amountsIn: undefined }],
  ['amountsIn', { amountsIn: 'wei' }],
  ['token', { token: '0x12' }],
  ['others[0]', { others: [communityId] }],
  ['others[1]', { others: [other, other] }],
  ['others', { others: Array.from({ length: 8 }, (_, index) => `0x${String(index).repeat(64)}`) }],
  ['givingFrom', { givingFrom: '1 March' }],
  ['givingFrom', { givingFrom: '2027-03-01' }],
  ['givingFrom', { givingFrom: '4 days' }],
  ['givingFrom', { givingFrom: '2020-01-01T00:00:00Z' }],
  ['givingUntil', { givingUntil: '2027-03-01T00:00:00Z' }],
  ['reviewUntil', { reviewUntil: 'no time' }],
  ['undoPeriod', { undoPeriod: 'a while' }],
  ['minGift', { minGift: '0' }],
  ['minGift', { minGift: '0.0000001' }],
  ['minGift', { minGift: 5 }],
  ['deposit', { amountsIn: 'baseUnits', deposit: '1.5' }],
  ['cap', { cap: '340282366920938463463374607431769' }],
  ['fee', { fee: '1' }],
])('a file that is wrong at %s is refused, naming it (%#)', async (at, change) => {
  await expect(read(change)).rejects.toMatchObject({
    code: 'round_invalid',
    details: { at },
    next: expect.stringMatching(/\.$/),
  })
})
