import { TestCommunity } from '../community.ts'
import { account, concat, type Scenario } from '../scenario.ts'

const river = new TestCommunity('river')
const founding = [
  { timestamp: 999, events: [river.founded('found')] },
  { timestamp: 1_000, events: [river.admitted(1, 'ada', 1, 'admit'), river.admitted(2, 'ben', 0, 'admit')] },
]
const QUERY = `{ communities { memberCount } members(orderBy: memberId) {
  id memberId account roles joinedAt leftAt removed departureReason community { id } } }`

function member(memberId: number, who: string, more: Record<string, unknown> = {}) {
  return {
    id: river.member(memberId),
    memberId: String(memberId),
    account: account(who),
    roles: 0,
    joinedAt: '1000',
    leftAt: null,
    removed: false,
    departureReason: null,
    community: { id: river.id },
    ...more,
  }
}

export const scenarios: Scenario[] = [
  {
    name: 'a member admitted later is counted from its own time on',
    blocks: [...founding, { timestamp: 1_500, events: [river.admitted(3, 'cyd', 6, 'admit')] }],
    assertions: [
      {
        query: QUERY,
        expected: {
          communities: [{ memberCount: 3 }],
          members: [
            member(1, 'ada', { roles: 1 }),
            member(2, 'ben'),
            member(3, 'cyd', { roles: 6, joinedAt: '1500' }),
          ],
        },
      },
    ],
  },
  {
    name: 'roles are replaced, not added',
    blocks: [...founding, { timestamp: 1_500, events: [river.rolesChanged(1, 'ada', 2, 'roles')] }],
    assertions: [
      {
        query: '{ members(orderBy: memberId) { account roles } }',
        expected: {
          members: [
            { account: account('ada'), roles: 2 },
            { account: account('ben'), roles: 0 },
          ],
        },
      },
    ],
  },
  {
    name: 'a member who leaves and one who is removed stay on record with what happened',
    blocks: [
      ...founding,
      {
        timestamp: 1_500,
        events: [
          river.departed(1, 'ada', null, 'leave'),
          river.departed(2, 'ben', 'sold the keys', 'remove'),
        ],
      },
    ],
    assertions: [
      {
        query: QUERY,
        expected: {
          communities: [{ memberCount: 0 }],
          members: [
            member(1, 'ada', { leftAt: '1500' }),
            member(2, 'ben', { leftAt: '1500', removed: true, departureReason: 'sold the keys' }),
          ],
        },
      },
    ],
  },
  {
    name: 'a member who comes back keeps the memberId and loses the departure',
    blocks: [
      ...founding,
      { timestamp: 1_500, events: [river.departed(2, 'ben', 'mistake', 'remove')] },
      { timestamp: 1_600, events: [river.admitted(2, 'ben', 4, 'again')] },
    ],
    assertions: [
      {
        query: QUERY,
        expected: {
          communities: [{ memberCount: 2 }],
          members: [member(1, 'ada', { roles: 1 }), member(2, 'ben', { roles: 4, joinedAt: '1600' })],
        },
      },
    ],
  },
  {
    name: 'an account leads to its member, also after a change of key',
    blocks: [
      ...founding,
      { timestamp: 1_500, events: [river.departed(2, 'ben', null, 'leave')] },
      { timestamp: 1_600, events: [river.admitted(2, 'ben, new key', 0, 'again')] },
    ],
    assertions: [
      {
        query: '{ memberAccounts { id account community { id } member { memberId account } } }',
        expected: {
          memberAccounts: [
            ['ada', 1, 'ada'],
            ['ben', 2, 'ben, new key'],
            ['ben, new key', 2, 'ben, new key'],
          ].map(([who, memberId, now]) => ({
            id: concat(river.id, account(String(who))),
            account: account(String(who)),
            community: { id: river.id },
            member: { memberId: String(memberId), account: account(String(now)) },
          })),
        },
      },
    ],
  },
]
