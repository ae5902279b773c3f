import { parsePolicy } from '../src/policy/parsePolicy.ts'
import { parseRequest } from '../src/policy/parseRequest.ts'
import type { PolicyJson } from '../src/policy/policySchema.ts'
import type { PolicyRequestJson } from '../src/policy/requestSchema.ts'

const bytes32 = (byte: string) => `0x${byte.repeat(32)}` as const

export const communityId = bytes32('c1')
export const otherCommunityId = bytes32('c2')
export const groupId = bytes32('d1')
export const policyId = bytes32('b1')
export const parentId = bytes32('b2')

/** A policy that permits everything that one can. */
export const openPolicy: PolicyJson = {
  policyId,
  communityId,
  audience: [{ anyOf: ['anyone'] }],
  purposes: [
    'education',
    'language_revitalisation',
    'research',
    'health',
    'decision_support',
    'mutual_aid',
    'creative',
    'commercial',
    'training',
  ],
  commercial: 'shared',
  share: 0,
  derivatives: 'reciprocal',
  season: null,
  closedUntil: null,
  consent: 0,
  attribution: null,
  outreachOnly: false,
  expiresAt: null,
  custodian: null,
  retention: 'hashes',
  labels: [],
  document: null,
  parents: [],
}

/** A policy that says something in every field. */
export const fullPolicy: PolicyJson = {
  policyId,
  communityId,
  audience: [{ anyOf: ['community', 'grantees', groupId] }, { anyOf: ['elder', 'steward'] }],
  purposes: ['education', 'health', 'commercial'],
  commercial: 'granted',
  share: 1_250,
  derivatives: 'by_approval',
  season: {
    utcOffset: '+02:00',
    windows: [
      { from: '03-01', to: '05-31' },
      { from: '12-15', to: '01-10' },
    ],
  },
  closedUntil: '2026-04-01T00:00:00+02:00',
  consent: 3,
  attribution: bytes32('e1'),
  outreachOnly: false,
  expiresAt: '2030-01-01T00:00:00Z',
  custodian: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  retention: 'none',
  labels: [bytes32('f1'), bytes32('f2')],
  document: bytes32('e2'),
  parents: [],
}

/** {@link openPolicy}, changed. */
export const policyWith = (changes: Partial<PolicyJson>) => parsePolicy({ ...openPolicy, ...changes })

/** A request of somebody unknown, for education, changed. */
export const requestWith = (changes: Partial<PolicyRequestJson> = {}) =>
  parseRequest({ purpose: 'education', ...changes })
