import { TestCommunity } from '../community.ts'
import { account, concat, type Scenario, word } from '../scenario.ts'

const river = new TestCommunity('river')
const founding = [
  { timestamp: 999, events: [river.founded('found')] },
  { timestamp: 1_000, events: [river.admitted(1, 'ada', 1, 'admit'), river.admitted(2, 'ben', 0, 'admit')] },
]
const QUERY = `{ communities { memberCount } members(orderBy: memberId) {
  id memberId account roles joinedAt leftAt removed departureReason barred barReason delegate { id } castableVotes
  guardians guardianThreshold community { id } } }`

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
    barred: false,
    barReason: null,
    delegate: null,
    castableVotes: '1',
    guardians: [],
    guardianThreshold: 0,
    community: { id: river.id },
    ...more,
  }
}

const LENT = `{ members(orderBy: memberId) { castableVotes delegate { memberId } delegators { memberId } } }`
const RECOVERIES = `{ recoveries(orderBy: to) {
  member { memberId } supporters startedAt readyAt endedAt finished } }`

function barred(memberId: number, who: string, reason: string) {
  return river.roll('MemberBarred', { memberId, account: account(who), reason }, 'bar')
}

function vouched(candidate: string, voucher: number, expiresAt: string, transaction: string) {
  return river.roll('Vouched', { candidate: account(candidate), voucher, expiresAt }, transaction)
}

function delegated(delegator: string, from: string, to: string, transaction: string) {
  const params = { delegator: account(delegator), fromDelegate: account(from), toDelegate: account(to) }
  return river.roll('DelegateChanged', params, transaction)
}

function castable(delegate: string, previousVotes: number, newVotes: number, transaction: string) {
  const params = { delegate: account(delegate), previousVotes, newVotes }
  return river.roll('DelegateVotesChanged', params, transaction)
}

function guardians(memberId: number, who: string[], threshold: number, transaction: string) {
  return river.roll('GuardiansSet', { memberId, guardians: who.map(account), threshold }, transaction)
}

function supportedBy(memberId: number, to: string, guardian: string, transaction: string) {
  const params = { memberId, to: account(to), guardian: account(guardian) }
  return river.roll('RecoverySupported', params, transaction)
}

function started(memberId: number, to: string, readyAt: string, transaction: string) {
  return river.roll('RecoveryStarted', { memberId, to: account(to), readyAt }, transaction)
}

function recovered(memberId: number, from: string, to: string, transaction: string) {
  return river.roll('MemberRecovered', { memberId, from: account(from), to: account(to) }, transaction)
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
            member(1, 'ada', { leftAt: '1500', castableVotes: '0' }),
            member(2, 'ben', {
              leftAt: '1500',
              removed: true,
              departureReason: 'sold the keys',
              barred: true,
              castableVotes: '0',
            }),
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
  {
    name: 'who had left already and is removed is barred with the reason, until it is admitted again',
    blocks: [
      ...founding,
      {
        timestamp: 1_500,
        events: [river.departed(1, 'ada', null, 'leave'), river.departed(2, 'ben', null, 'leave too')],
      },
      { timestamp: 1_600, events: [barred(1, 'ada', 'broke the charter'), barred(2, 'ben', 'a mistake')] },
      { timestamp: 1_700, events: [river.admitted(2, 'ben', 0, 'again')] },
    ],
    assertions: [
      {
        query: '{ members(orderBy: memberId) { removed departureReason barred barReason } }',
        expected: {
          members: [
            { removed: false, departureReason: null, barred: true, barReason: 'broke the charter' },
            { removed: false, departureReason: null, barred: false, barReason: null },
          ],
        },
      },
    ],
  },
  {
    name: 'vouches are kept until they are renewed, withdrawn or used up',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          vouched('cyd', 1, '2000', 'one'),
          vouched('cyd', 2, '2000', 'two'),
          vouched('dee', 1, '2000', 'three'),
        ],
      },
      {
        timestamp: 1_200,
        events: [
          vouched('cyd', 1, '2100', 'anew'),
          river.roll('VouchWithdrawn', { candidate: account('dee'), voucher: 1 }, 'withdraw'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ candidates(orderBy: account) { id account community { id }
          vouches(orderBy: givenAt) { id voucher { memberId } givenAt expiresAt } } }`,
        expected: {
          candidates: [
            {
              id: concat(river.id, account('cyd')),
              account: account('cyd'),
              community: { id: river.id },
              vouches: [
                [2, '1100', '2000'],
                [1, '1200', '2100'],
              ].map(([voucher, givenAt, expiresAt]) => ({
                id: concat(river.id, account('cyd'), word(Number(voucher))),
                voucher: { memberId: String(voucher) },
                givenAt,
                expiresAt,
              })),
            },
            {
              id: concat(river.id, account('dee')),
              account: account('dee'),
              community: { id: river.id },
              vouches: [],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'whoever is admitted is vouched for no more, and others still are',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          vouched('cyd', 1, '2000', 'one'),
          vouched('cyd', 2, '2000', 'two'),
          vouched('dee', 1, '2000', 'three'),
        ],
      },
      { timestamp: 1_200, events: [river.admitted(3, 'cyd', 0, 'join')] },
    ],
    assertions: [
      {
        query: '{ candidates { account } vouches { candidate { account } voucher { memberId } } }',
        expected: {
          candidates: [{ account: account('dee') }],
          vouches: [{ candidate: { account: account('dee') }, voucher: { memberId: '1' } }],
        },
      },
    ],
  },
  {
    name: 'a lent vote is its delegate’s until it is taken back',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          delegated('ada', 'ada', 'ben', 'lend'),
          castable('ben', 1, 2, 'lend'),
          castable('ada', 1, 0, 'lend'),
        ],
      },
    ],
    assertions: [
      {
        query: LENT,
        expected: {
          members: [
            { castableVotes: '0', delegate: { memberId: '2' }, delegators: [] },
            { castableVotes: '2', delegate: null, delegators: [{ memberId: '1' }] },
          ],
        },
      },
    ],
  },
  {
    name: 'a vote that is taken back is its member’s again',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          delegated('ada', 'ada', 'ben', 'lend'),
          castable('ben', 1, 2, 'lend'),
          castable('ada', 1, 0, 'lend'),
        ],
      },
      {
        timestamp: 1_200,
        events: [
          delegated('ada', 'ben', 'ada', 'back'),
          castable('ben', 2, 1, 'back'),
          castable('ada', 0, 1, 'back'),
        ],
      },
    ],
    assertions: [
      {
        query: LENT,
        expected: {
          members: [
            { castableVotes: '1', delegate: null, delegators: [] },
            { castableVotes: '1', delegate: null, delegators: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'what was lent to whoever leaves falls back, and what it lent ends',
    blocks: [
      ...founding,
      { timestamp: 1_050, events: [river.admitted(3, 'cyd', 0, 'admit'), river.admitted(4, 'dee', 0, 'a')] },
      {
        timestamp: 1_100,
        events: [
          delegated('ada', 'ada', 'ben', 'lend'),
          castable('ben', 1, 2, 'lend'),
          castable('ada', 1, 0, 'lend'),
          delegated('cyd', 'cyd', 'ben', 'lend'),
          castable('ben', 2, 3, 'lend'),
          castable('cyd', 1, 0, 'lend'),
          delegated('ben', 'ben', 'dee', 'lend'),
          castable('dee', 1, 2, 'lend'),
          castable('ben', 3, 2, 'lend'),
        ],
      },
      {
        timestamp: 1_200,
        events: [castable('dee', 2, 1, 'leave'), river.departed(2, 'ben', null, 'leave')],
      },
    ],
    assertions: [
      {
        query: LENT,
        expected: {
          members: [
            { castableVotes: '1', delegate: null, delegators: [] },
            { castableVotes: '0', delegate: null, delegators: [] },
            { castableVotes: '1', delegate: null, delegators: [] },
            { castableVotes: '1', delegate: null, delegators: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'a recovery gathers guardians, waits and moves the member to its new account',
    blocks: [
      ...founding,
      { timestamp: 1_100, events: [guardians(2, ['cyd', 'dee'], 2, 'guard')] },
      {
        timestamp: 1_200,
        events: [supportedBy(2, 'key', 'cyd', 'one'), supportedBy(2, 'other', 'cyd', 'two')],
      },
      {
        timestamp: 1_300,
        events: [supportedBy(2, 'key', 'dee', 'three'), started(2, 'key', '2300', 'three')],
      },
      { timestamp: 1_400, events: [vouched('key', 1, '9000', 'four')] },
      { timestamp: 2_300, events: [recovered(2, 'ben', 'key', 'move')] },
    ],
    assertions: [
      {
        query: `{ members(orderBy: memberId) { memberId account guardians guardianThreshold
            accounts(orderBy: account) { account } recoveries(orderBy: to) {
              id to supporters startedAt readyAt endedAt finished } }
          candidates { id } communities { memberCount } }`,
        expected: {
          members: [
            {
              memberId: '1',
              account: account('ada'),
              guardians: [],
              guardianThreshold: 0,
              accounts: [{ account: account('ada') }],
              recoveries: [],
            },
            {
              memberId: '2',
              account: account('key'),
              guardians: [account('cyd'), account('dee')],
              guardianThreshold: 2,
              accounts: [{ account: account('ben') }, { account: account('key') }],
              recoveries: [
                {
                  id: concat(river.member(2), account('key')),
                  to: account('key'),
                  supporters: [account('cyd'), account('dee')],
                  startedAt: '1300',
                  readyAt: '2300',
                  endedAt: '2300',
                  finished: true,
                },
                {
                  id: concat(river.member(2), account('other')),
                  to: account('other'),
                  supporters: [account('cyd')],
                  startedAt: null,
                  readyAt: null,
                  endedAt: '2300',
                  finished: false,
                },
              ],
            },
          ],
          candidates: [],
          communities: [{ memberCount: 2 }],
        },
      },
    ],
  },
  {
    name: 'a recovery ends when it is cancelled or other guardians are chosen, and one after that starts from nothing',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          supportedBy(1, 'key', 'cyd', 'one'),
          supportedBy(2, 'key two', 'cyd', 'two'),
          started(2, 'key two', '1900', 'two'),
        ],
      },
      {
        timestamp: 1_200,
        events: [
          guardians(1, ['dee'], 1, 'guard'),
          river.roll('RecoveryCancelled', { memberId: 2, by: account('ben') }, 'cancel'),
        ],
      },
      {
        timestamp: 1_300,
        events: [supportedBy(2, 'key two', 'dee', 'three'), started(2, 'key two', '2100', 'three')],
      },
    ],
    assertions: [
      {
        query: RECOVERIES,
        expected: {
          recoveries: [
            {
              member: { memberId: '1' },
              supporters: [account('cyd')],
              startedAt: null,
              readyAt: null,
              endedAt: '1200',
              finished: false,
            },
            {
              member: { memberId: '2' },
              supporters: [account('dee')],
              startedAt: '1300',
              readyAt: '2100',
              endedAt: null,
              finished: false,
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a recovery that lapsed starts from nothing, and one that had begun ends when its member leaves',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          supportedBy(1, 'key', 'cyd', 'one'),
          started(1, 'key', '1900', 'one'),
          started(2, 'key two', '1900', 'by vote'),
          supportedBy(2, 'key three', 'dee', 'two'),
        ],
      },
      {
        timestamp: 3_000_000,
        events: [supportedBy(1, 'key', 'dee', 'late'), river.departed(2, 'ben', null, 'leave')],
      },
    ],
    assertions: [
      {
        query: RECOVERIES,
        expected: {
          recoveries: [
            {
              member: { memberId: '1' },
              supporters: [account('dee')],
              startedAt: null,
              readyAt: null,
              endedAt: null,
              finished: false,
            },
            {
              member: { memberId: '2' },
              supporters: [account('dee')],
              startedAt: null,
              readyAt: null,
              endedAt: null,
              finished: false,
            },
            {
              member: { memberId: '2' },
              supporters: [],
              startedAt: '1100',
              readyAt: '1900',
              endedAt: '3000000',
              finished: false,
            },
          ],
        },
      },
    ],
  },
]
