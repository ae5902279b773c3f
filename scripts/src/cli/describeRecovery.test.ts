import { expect, test } from 'vitest'
import type { Guardianship, Recovery } from '../actions/readGuardians.ts'
import { describeGuardians, describeRecovery } from './describeRecovery.ts'

const ada = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const ben = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const cleo = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const guardianship: Guardianship = { guardians: [ada, ben, cleo], threshold: 2, recoveries: [] }
const recovery: Recovery = { to: cleo, supporters: [ada], readyAt: 0, lapsesAt: 0 }
const of = (threshold: number, count: number) =>
  describeGuardians(7, { ...guardianship, guardians: guardianship.guardians.slice(0, count), threshold })

test('guardians are told with how many of them have to agree', () => {
  expect(of(0, 0)).toEqual(['Member 7 has no guardians: only a vote gives it back a lost key.'])
  expect(of(1, 1)[0]).toBe('One guardian may move the membership of member 7 to a new key:')
  expect(of(1, 3)[0]).toMatch(/^Any one of 3 guardians may/)
  expect(of(2, 3)).toEqual([
    '2 of 3 guardians together may move the membership of member 7 to a new key:',
    `  ${ada}`,
    `  ${ben}`,
    `  ${cleo}`,
  ])
})

test('a recovery says what it waits for, and who can stop it', () => {
  const at = (now: number, change: Partial<Recovery> = {}) =>
    describeRecovery(7, guardianship, { ...recovery, ...change }, now)
  expect(at(0)).toBe(`1 of the 2 guardians it takes supports moving it to ${cleo}; one more is needed.`)
  expect(at(0, { supporters: [] })).toContain('2 more are needed')
  const waiting = { readyAt: 100, lapsesAt: 200 }
  expect(at(99, waiting)).toBe(
    `It moves to ${cleo} when somebody finishes that, from 1970-01-01 00:01:40 UTC to 1970-01-01 00:03:20 UTC (member recover finish 7 --to ${cleo}). Until it is finished the present key can stop it: member recover cancel.`,
  )
  expect(at(100, waiting)).toMatch(
    /^It can be moved to .* now, until 1970-01-01 00:03:20 UTC: member recover finish 7/,
  )
})
