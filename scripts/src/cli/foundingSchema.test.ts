import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foundingDefaults, foundingSchema, toFounding } from './foundingSchema.ts'

const account = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const least = { name: 'Riverside', charter: 'We look after each other.', founders: [{ account }] }
const refused = (change: object) => {
  const result = foundingSchema.safeParse({ ...least, ...change })
  return result.success ? undefined : result.error.issues[0]?.path.join('.')
}

test('the example describes a community, with every setting at its default', async () => {
  const example = foundingSchema.parse(
    JSON.parse(await readFile(join(import.meta.dirname, 'founding.example.json'), 'utf8')),
  )
  expect(example.founders).toHaveLength(3)
  expect(example).toMatchObject(foundingDefaults)
})

test('a file needs to say who, and nothing else; without vouching only a vote lets people in', async () => {
  const { vouching: _, ...defaults } = foundingDefaults
  expect(foundingSchema.parse(least)).toEqual({
    ...least,
    ...defaults,
    founders: [{ account, roles: [] }],
  })
  expect(await toFounding(foundingSchema.parse(least))).toMatchObject({
    founders: [{ account, roles: [] }],
    settings: {
      votingDelay: 86_400,
      votingPeriod: 604_800,
      lateQuorumVoteExtension: 86_400,
      quorumBps: 2_000,
      minimumVoters: 2,
      proposalThreshold: 1,
      reproposalCooldown: 604_800,
      superMajorityBps: 6_667,
    },
    membership: { vouching: { needed: 0, period: 0 }, recoveryDelay: 259_200 },
    council: { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 31_536_000 },
    treasury: { capBps: 1_000, period: 2_592_000 },
    timelockDelay: 172_800,
    salt: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  })
})

test.each([
  ['votingDelay', 0, 2_592_000],
  ['votingPeriod', 1, 2_592_000],
  ['lateQuorumVoteExtension', 0, 2_592_000],
  ['quorumPercent', 0, 100],
  ['minimumVoters', 0, 4_294_967_295],
  ['timelockDelay', 0, 2_592_000],
  ['proposalThreshold', 1, 100],
  ['reproposalCooldown', 0, 2_592_000],
  ['superMajorityPercent', 60, 90],
  ['recoveryDelay', 0, 2_592_000],
])('%s is from %d to %d', (name, lowest, highest) => {
  expect(refused({ [name]: lowest })).toBeUndefined()
  expect(refused({ [name]: highest })).toBeUndefined()
  expect(refused({ [name]: lowest - 1 })).toBe(name)
  expect(refused({ [name]: highest + 1 })).toBe(name)
})

test('what belongs together is checked in its place', () => {
  expect(refused({ vouching: { needed: 2 } })).toBeUndefined()
  expect(refused({ vouching: { needed: 16, period: 31_536_000 } })).toBeUndefined()
  expect(refused({ vouching: { needed: 1 } })).toBe('vouching.needed')
  expect(refused({ vouching: { needed: 17 } })).toBe('vouching.needed')
  expect(refused({ vouching: { needed: 2, period: 86_399 } })).toBe('vouching.period')
  expect(refused({ vouching: { needed: 2, period: 31_536_001 } })).toBe('vouching.period')
  expect(refused({ council: { consentThreshold: 0 } })).toBe('council.consentThreshold')
  expect(refused({ council: { vetoThreshold: 0 } })).toBe('council.vetoThreshold')
  expect(refused({ council: { vetoTerm: 63_072_000 } })).toBeUndefined()
  expect(refused({ council: { vetoTerm: 63_072_001 } })).toBe('council.vetoTerm')
  expect(refused({ treasury: { percent: 100, period: 86_400 } })).toBeUndefined()
  expect(refused({ treasury: { percent: 101 } })).toBe('treasury.percent')
  expect(refused({ treasury: { period: 86_399 } })).toBe('treasury.period')
  expect(refused({ founders: [] })).toBe('founders')
  expect(refused({ founders: [{ account }, { account: account.toLowerCase() }] })).toBe('founders')
  expect(refused({ founders: [{ account, roles: ['king'] }] })).toBe('founders.0.roles.0')
  expect(refused({ salt: '0x12' })).toBe('salt')
  expect(refused({ name: 'ñ'.repeat(32) })).toBeUndefined()
  expect(refused({ name: 'ñ'.repeat(33) })).toBe('name')
  expect(refused({ nmae: 'x' })).toBe('')
})
