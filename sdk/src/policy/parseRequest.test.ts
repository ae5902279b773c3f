import { expect, test } from 'vitest'
import { communityId, groupId } from '../../test/examplePolicy.ts'
import { parseRequest } from './parseRequest.ts'

test('what a request leaves out is nothing', () => {
  expect(parseRequest({ purpose: 'research', memberships: [{ communityId }] })).toEqual({
    purpose: 'research',
    commercial: false,
    derivative: false,
    memberships: [{ communityId, roles: [] }],
    grants: [],
    groups: [],
    commercialGrants: [],
    derivativeApprovals: [],
  })
})

test('ids are read in lower case', () => {
  const groups = [groupId.toUpperCase().replace('0X', '0x')]
  expect(parseRequest({ purpose: 'research', groups }).groups).toEqual([groupId])
})

test.each<[string, unknown]>([
  ['', null],
  ['purpose', {}],
  ['purpose', { purpose: 'war' }],
  ['commercial', { purpose: 'research', commercial: 1 }],
  ['memberships[0].communityId', { purpose: 'research', memberships: [{ roles: [] }] }],
  [
    'memberships[0].roles[1]',
    { purpose: 'research', memberships: [{ communityId, roles: ['elder', 'king'] }] },
  ],
  ['memberships[0].since', { purpose: 'research', memberships: [{ communityId, roles: [], since: 1 }] }],
  ['grants[0]', { purpose: 'research', grants: ['all'] }],
  ['at', { purpose: 'research', at: 1 }],
])('a request that is wrong at %j is refused, naming the place (%#)', (at, json) => {
  expect(() => parseRequest(json)).toThrow(
    expect.objectContaining({ code: 'request_invalid', at, next: expect.stringContaining('sdk/README.md') }),
  )
})

test('errors name the place in the document that a request is part of', () => {
  expect(() => parseRequest({ purpose: 'war' }, 'request')).toThrow(
    expect.objectContaining({ at: 'request.purpose' }),
  )
})

test('the place is told in words where there is one', () => {
  expect(() => parseRequest({})).toThrow('The request is not valid at purpose: ')
  expect(() => parseRequest(5)).toThrow('The request is not valid: ')
})
