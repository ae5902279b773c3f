import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { fullPolicy, groupId, openPolicy } from './examplePolicy.ts'
import { matchingVectors } from './matchingVectors.ts'
import { samplePolicyTriples } from './policyTriples.ts'

const readSchema = async (name: string) =>
  JSON.parse(await readFile(join(import.meta.dirname, `../schema/${name}.json`), 'utf8'))

// The pattern says more than the format would.
const ajv = new Ajv2020({ strict: true, validateFormats: false })
let isPolicy: (json: unknown) => boolean
let isRequest: (json: unknown) => boolean
let isRound: (json: unknown) => boolean

beforeAll(async () => {
  const [policy, request, round] = await Promise.all(['policy', 'request', 'round'].map(readSchema))
  isPolicy = ajv.compile(policy)
  isRequest = ajv.compile(request)
  isRound = ajv.compile(round)
})

describe('the published schemas', () => {
  test('accept what the sdk reads', () => {
    expect(isPolicy(fullPolicy)).toBe(true)
    for (const { policy, request } of samplePolicyTriples(3, 200)) {
      expect(policy === null || isPolicy(policy)).toBe(true)
      expect(isRequest(request)).toBe(true)
    }
    for (const { round } of matchingVectors) expect(isRound(round)).toBe(true)
  })

  test.each([
    { audience: [] },
    { purposes: ['war'] },
    { share: 10_001 },
    { season: { utcOffset: '+14:01', windows: [{ from: '01-01', to: '01-02' }] } },
    { season: { utcOffset: '+14:00', windows: [{ from: '02-30', to: '03-02' }] } },
    { expiresAt: '2026-02-29T00:00:00Z' },
    { consent: 33 },
    { custodian: groupId },
    { colour: 'red' },
    { parents: [{ ...openPolicy, labels: ['0x12'] }] },
  ])('refuse what the sdk does (%#)', (change) => {
    expect(isPolicy({ ...openPolicy, ...change })).toBe(false)
  })

  test('refuse a request with a field that has no meaning', () => {
    expect(isRequest({ purpose: 'research', hurry: true })).toBe(false)
    expect(isRequest({})).toBe(false)
  })
  const gift = { donor: 'a', project: 'A', amount: '1' }
  test.each([
    { pool: '1' },
    { pool: '1', projects: {}, gifts: [] },
    { pool: 1, projects: {} },
    { pool: '1', projects: { A: ['-1'] } },
    { pool: '1', projects: { '': ['1'] } },
    { pool: '1', projects: {}, M: '1' },
    {
      pool: '1',
      projects: Object.fromEntries(Array.from({ length: 1_025 }, (_, index) => [`p${index}`, []])),
    },
    { pool: '1', gifts: [{ ...gift, amount: 1 }] },
    { pool: '1', gifts: [{ ...gift, donor: '' }] },
    { pool: '1', gifts: [{ ...gift, crew: 'h' }] },
  ])('refuse a round that the sdk refuses (%#)', (round) => {
    expect(isRound(round)).toBe(false)
  })
})
