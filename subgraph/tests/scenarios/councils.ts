import { TestCommunity } from '../community.ts'
import { account, concat, hash, type Scenario, word } from '../scenario.ts'

const river = new TestCommunity('river')
const founding = [
  { timestamp: 999, events: [river.founded('found'), river.councilChanged('found')] },
  { timestamp: 1_000, events: [river.admitted(1, 'ada', 1, 'admit'), river.admitted(2, 'ben', 1, 'admit')] },
]

function consent(memberId: number, who: string, transaction: string, council = river.council) {
  const params = { subject: hash('v1'), memberId, elder: account(who) }
  return river.elders('ConsentGiven', params, transaction, council)
}

function withdrawn(memberId: number, who: string, transaction: string) {
  const params = { subject: hash('v1'), memberId, elder: account(who) }
  return river.elders('ConsentWithdrawn', params, transaction)
}

export const scenarios: Scenario[] = [
  {
    name: 'a council tells how many elders it takes and until when it may veto',
    blocks: [
      ...founding,
      {
        timestamp: 1_010,
        events: [
          river.elders('ThresholdsSet', { consentThreshold: '2', vetoThreshold: '3' }, 'set'),
          river.elders('VetoPowerSet', { expiresAt: '64000000' }, 'set'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ communities { council { id consentThreshold vetoThreshold vetoExpiresAt community { name }
          consents { id } } } watchedContracts(where: { id: "${river.council}" }) { community { name } } }`,
        expected: {
          communities: [
            {
              council: {
                id: river.council,
                consentThreshold: 2,
                vetoThreshold: 3,
                vetoExpiresAt: '64000000',
                community: { name: 'river' },
                consents: [],
              },
            },
          ],
          watchedContracts: [{ community: { name: 'river' } }],
        },
      },
    ],
  },
  {
    name: 'a community may end its council, and have another one, of whose past nothing is known',
    blocks: [
      ...founding,
      { timestamp: 1_010, events: [river.councilChanged('none', account(''))] },
      { timestamp: 1_020, events: [river.councilChanged('second', account('second'))] },
      {
        timestamp: 1_030,
        events: [consent(1, 'ada', 'consent', account('second')), consent(2, 'ben', 'consent')],
      },
    ],
    assertions: [
      {
        query: `{ communities { council { id consentThreshold vetoThreshold vetoExpiresAt consents { elder } } }
          former: council(id: "${river.council}") { consents { elder } } }`,
        expected: {
          communities: [
            {
              council: {
                id: account('second'),
                consentThreshold: null,
                vetoThreshold: null,
                vetoExpiresAt: null,
                consents: [{ elder: account('ada') }],
              },
            },
          ],
          former: { consents: [{ elder: account('ben') }] },
        },
      },
    ],
  },
  {
    name: 'a community without a council says so',
    blocks: [...founding, { timestamp: 1_010, events: [river.councilChanged('none', account(''))] }],
    assertions: [
      { query: '{ communities { council { id } } }', expected: { communities: [{ council: null }] } },
    ],
  },
  {
    name: 'a consent is kept with its version, when it is withdrawn, and when it is given again',
    blocks: [
      ...founding,
      {
        timestamp: 1_010,
        events: [river.modelCreated('harvest', 'submit'), river.submitted('harvest', 'v1', 'submit')],
      },
      { timestamp: 1_100, events: [consent(1, 'ada', 'one'), consent(2, 'ben', 'two')] },
      { timestamp: 1_200, events: [withdrawn(1, 'ada', 'back'), withdrawn(2, 'ben', 'back too')] },
      { timestamp: 1_300, events: [consent(2, 'ben, new key', 'again')] },
    ],
    assertions: [
      {
        query: `{ version(id: "${hash('v1')}") { consents(orderBy: givenAt) { id subject version { id }
          council { id } member { memberId } elder givenAt withdrawnAt } } }`,
        expected: {
          version: {
            consents: [
              [1, 'ada', '1100', '1200'],
              [2, 'ben, new key', '1300', null],
            ].map(([memberId, elder, givenAt, withdrawnAt]) => ({
              id: concat(river.council, hash('v1'), word(Number(memberId))),
              subject: hash('v1'),
              version: { id: hash('v1') },
              council: { id: river.council },
              member: { memberId: String(memberId) },
              elder: account(String(elder)),
              givenAt,
              withdrawnAt,
            })),
          },
        },
      },
    ],
  },
  {
    name: 'a consent to what is no version, by a member the roll did not name, stands by itself',
    blocks: [
      ...founding,
      { timestamp: 1_100, events: [consent(9, 'eve', 'one'), withdrawn(8, 'dee', 'back')] },
    ],
    assertions: [
      {
        query: '{ consents { subject version { id } member { id } elder } }',
        expected: {
          consents: [{ subject: hash('v1'), version: null, member: null, elder: account('eve') }],
        },
      },
    ],
  },
]
