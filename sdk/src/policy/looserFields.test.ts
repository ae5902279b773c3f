import { expect, test } from 'vitest'
import { groupId, openPolicy, otherCommunityId, parentId, policyWith } from '../../test/examplePolicy.ts'
import { looserFields } from './looserFields.ts'
import type { PolicyJson } from './policySchema.ts'

const strictest: Partial<PolicyJson> = {
  audience: [{ anyOf: ['elder'] }],
  purposes: [],
  commercial: 'refused',
  share: 0,
  derivatives: 'refused',
  season: { utcOffset: '+02:00', windows: [{ from: '03-01', to: '05-31' }] },
  attribution: groupId,
  outreachOnly: true,
  expiresAt: '2030-01-01T00:00:00Z',
  retention: 'none',
  labels: [groupId],
}

/** One field that permits more, or something else. */
const looser: Partial<PolicyJson> = {
  communityId: otherCommunityId,
  audience: [{ anyOf: ['anyone'] }],
  purposes: ['health'],
  commercial: 'shared',
  derivatives: 'reciprocal',
  season: null,
  consent: 1,
  attribution: null,
  outreachOnly: false,
  expiresAt: null,
  custodian: `0x${'ab'.repeat(20)}`,
  retention: 'hashes',
  labels: [],
  parents: [{ ...openPolicy, policyId: parentId }],
}

test('what is the same, or stricter, is looser in no field', () => {
  expect(looserFields(policyWith(strictest), policyWith(strictest))).toEqual([])
  expect(looserFields(policyWith(strictest), policyWith({}))).toEqual([])
})

test.each(Object.keys(looser) as (keyof PolicyJson)[])(
  'what is looser in %s is so in nothing else',
  (field) => {
    const changed = policyWith({ ...strictest, [field]: looser[field] })
    expect(looserFields(changed, policyWith(strictest))).toEqual([field])
  },
)

test('every field that is looser is told, in their order', () => {
  expect(looserFields(policyWith({ ...strictest, ...looser }), policyWith(strictest))).toEqual(
    Object.keys(looser),
  )
})

test('a share for less is told as commercial use', () => {
  expect(looserFields(policyWith({ share: 99 }), policyWith({ share: 100 }))).toEqual(['commercial'])
})
