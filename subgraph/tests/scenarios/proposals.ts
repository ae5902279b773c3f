import { modelRegistry, TestCommunity } from '../community.ts'
import { account, emit, hash, type Scenario } from '../scenario.ts'

const river = new TestCommunity('river')
const founding = [
  { timestamp: 999, events: [river.founded('found')] },
  { timestamp: 1_000, events: [river.admitted(1, 'ada', 0, 'admit'), river.admitted(2, 'ben', 0, 'admit')] },
]
const proposing = { timestamp: 1_010, events: [river.proposed(7, 'ada', 'propose')] }

const hill = new TestCommunity('hill')
const foundingWithCouncil = [
  { timestamp: 999, events: [river.founded('found'), river.councilChanged('found')] },
  ...founding.slice(1),
]
const assigned = governor('OperationAssigned', { proposalId: 7, operationId: hash('operation') }, 'propose')

function supported(
  memberId: number,
  elder: string,
  reason: string,
  transaction: string,
  operation = 'operation',
) {
  const params = { operationId: hash(operation), memberId, elder: account(elder), reason }
  return river.elders('VetoSupported', params, transaction)
}

function governor(name: string, params: Record<string, unknown>, transaction: string) {
  return emit('CommunityGovernor', river.governor, name, params, transaction)
}

export const scenarios: Scenario[] = [
  {
    name: 'a proposal carries what was proposed, by whom and until when',
    blocks: [...founding, proposing],
    assertions: [
      {
        query: `{ proposals { id proposalId community { name } governor proposer proposerMember { memberId } description
          targets values calldatas createdAt voteStart voteEnd electorate quorum minimumVoters state eta queuedAt
          executedAt canceledAt vetoedAt operationId vetoedTransaction vetoSupports { id } sponsorships { id } forVotes againstVotes abstainVotes voters votes { id } createdTransaction
          queuedTransaction executedTransaction canceledTransaction statusChanges { id } } }`,
        expected: {
          proposals: [
            {
              id: `${river.governor}-7`,
              proposalId: '7',
              community: { name: 'river' },
              governor: river.governor,
              proposer: account('ada'),
              proposerMember: { memberId: '1' },
              description: 'Approve the first version',
              targets: [modelRegistry],
              values: ['0'],
              calldatas: ['0xc0ffee'],
              createdAt: '1010',
              voteStart: '1060',
              voteEnd: '2000',
              electorate: null,
              quorum: null,
              minimumVoters: null,
              state: 'CREATED',
              eta: null,
              queuedAt: null,
              executedAt: null,
              canceledAt: null,
              vetoedAt: null,
              operationId: null,
              vetoedTransaction: null,
              vetoSupports: [],
              sponsorships: [],
              forVotes: '0',
              againstVotes: '0',
              abstainVotes: '0',
              voters: 0,
              votes: [],
              createdTransaction: hash('propose'),
              queuedTransaction: null,
              executedTransaction: null,
              canceledTransaction: null,
              statusChanges: [],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a ballot opens with what the proposal needs to pass',
    blocks: [
      ...founding,
      {
        timestamp: 1_010,
        events: [
          ...proposing.events,
          governor(
            'BallotOpened',
            { proposalId: 7, electorate: '5', quorum: '2', minimumVoters: '3' },
            'propose',
          ),
        ],
      },
    ],
    assertions: [
      {
        query: '{ proposals { electorate quorum minimumVoters } }',
        expected: { proposals: [{ electorate: '5', quorum: '2', minimumVoters: '3' }] },
      },
    ],
  },
  {
    name: 'votes are kept one by one and added up by what they said',
    blocks: [
      ...founding,
      proposing,
      {
        timestamp: 1_070,
        events: [
          river.voted(7, 'ada', 1, 'one', 'it reads well'),
          river.voted(7, 'ben', 0, 'two'),
          river.voted(7, 'cyd', 2, 'three'),
          river.voted(7, 'dee', 1, 'four', '', river.governor, '3'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ proposals { forVotes againstVotes abstainVotes voters state } }',
        expected: {
          proposals: [{ forVotes: '4', againstVotes: '1', abstainVotes: '1', voters: 4, state: 'CREATED' }],
        },
      },
      {
        query:
          '{ votes { id proposal { id } voter member { memberId } support weight reason at transaction } }',
        expected: {
          votes: [
            ['ada', '1', 1, 'it reads well', 'one', '1'],
            ['ben', '2', 0, '', 'two', '1'],
            ['cyd', null, 2, '', 'three', '1'],
            ['dee', null, 1, '', 'four', '3'],
          ].map(([who, memberId, support, reason, transaction, weight]) => ({
            id: `${river.proposal(7)}-${account(String(who))}`,
            proposal: { id: river.proposal(7) },
            voter: account(String(who)),
            member: memberId === null ? null : { memberId },
            support,
            weight,
            reason,
            at: '1070',
            transaction: hash(String(transaction)),
          })),
        },
      },
      {
        query: `{ member(id: "${river.member(1)}") { votes { support } } }`,
        expected: { member: { votes: [{ support: 1 }] } },
      },
    ],
  },
  {
    name: 'a late quorum moves the end of the vote',
    blocks: [
      ...founding,
      proposing,
      {
        timestamp: 1_990,
        events: [governor('ProposalExtended', { proposalId: 7, extendedDeadline: '2600' }, 'late')],
      },
    ],
    assertions: [{ query: '{ proposals { voteEnd } }', expected: { proposals: [{ voteEnd: '2600' }] } }],
  },
  {
    name: 'a queued proposal says from when on it can be executed',
    blocks: [
      ...founding,
      proposing,
      {
        timestamp: 2_001,
        events: [governor('ProposalQueued', { proposalId: 7, etaSeconds: '5601' }, 'queue')],
      },
    ],
    assertions: [
      {
        query: '{ proposals { state eta queuedAt queuedTransaction executedAt } }',
        expected: {
          proposals: [
            {
              state: 'QUEUED',
              eta: '5601',
              queuedAt: '2001',
              queuedTransaction: hash('queue'),
              executedAt: null,
            },
          ],
        },
      },
    ],
  },
  {
    name: 'an executed proposal keeps when it was queued',
    blocks: [
      ...founding,
      proposing,
      {
        timestamp: 2_001,
        events: [governor('ProposalQueued', { proposalId: 7, etaSeconds: '5601' }, 'queue')],
      },
      { timestamp: 5_700, events: [river.executed(7, 'execute')] },
    ],
    assertions: [
      {
        query: '{ proposals { state queuedAt executedAt executedTransaction } }',
        expected: {
          proposals: [
            { state: 'EXECUTED', queuedAt: '2001', executedAt: '5700', executedTransaction: hash('execute') },
          ],
        },
      },
    ],
  },
  {
    name: 'a canceled proposal says so',
    blocks: [
      ...founding,
      proposing,
      { timestamp: 1_020, events: [governor('ProposalCanceled', { proposalId: 7 }, 'cancel')] },
    ],
    assertions: [
      {
        query: '{ proposals { state canceledAt canceledTransaction } }',
        expected: {
          proposals: [{ state: 'CANCELED', canceledAt: '1020', canceledTransaction: hash('cancel') }],
        },
      },
    ],
  },
  {
    name: 'a proposal names who signed for it and what the timelock will call it',
    blocks: [
      ...founding,
      {
        timestamp: 1_010,
        events: [
          ...proposing.events,
          governor('ProposalSponsored', { proposalId: 7, sponsor: account('ben') }, 'propose'),
          governor('ProposalSponsored', { proposalId: 7, sponsor: account('eve') }, 'propose'),
          assigned,
        ],
      },
    ],
    assertions: [
      {
        query:
          '{ proposals { operationId sponsorships(orderBy: sponsor) { id sponsor member { memberId } } } }',
        expected: {
          proposals: [
            {
              operationId: hash('operation'),
              sponsorships: [
                {
                  id: `${river.proposal(7)}-${account('ben')}`,
                  sponsor: account('ben'),
                  member: { memberId: '2' },
                },
                { id: `${river.proposal(7)}-${account('eve')}`, sponsor: account('eve'), member: null },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'elders who want a waiting proposal stopped are listed with their reasons, and the last of them stops it',
    blocks: [
      ...foundingWithCouncil,
      { timestamp: 1_010, events: [...proposing.events, assigned] },
      {
        timestamp: 2_001,
        events: [governor('ProposalQueued', { proposalId: 7, etaSeconds: '5601' }, 'queue')],
      },
      { timestamp: 2_100, events: [supported(1, 'ada', 'It is too soon', 'first')] },
      {
        timestamp: 2_200,
        events: [
          supported(2, 'ben', 'It harms the river', 'second'),
          river.waiting('Cancelled', { id: hash('operation') }, 'second'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ proposals { state vetoedAt vetoedTransaction canceledAt eta vetoSupports(orderBy: at) { community { name }
          council { id } operationId member { memberId } elder reason at transaction } } }`,
        expected: {
          proposals: [
            {
              state: 'VETOED',
              vetoedAt: '2200',
              vetoedTransaction: hash('second'),
              canceledAt: null,
              eta: '5601',
              vetoSupports: [
                ['1', 'ada', 'It is too soon', '2100', 'first'],
                ['2', 'ben', 'It harms the river', '2200', 'second'],
              ].map(([memberId, elder, reason, at, transaction]) => ({
                community: { name: 'river' },
                council: { id: river.council },
                operationId: hash('operation'),
                member: { memberId },
                elder: account(String(elder)),
                reason,
                at,
                transaction: hash(String(transaction)),
              })),
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a wish to stop what is no proposal is kept by itself, and another operation stops no proposal',
    blocks: [
      ...foundingWithCouncil,
      { timestamp: 1_010, events: [...proposing.events, assigned] },
      {
        timestamp: 2_001,
        events: [governor('ProposalQueued', { proposalId: 7, etaSeconds: '5601' }, 'queue')],
      },
      {
        timestamp: 2_100,
        events: [
          supported(9, 'eve', 'No', 'veto', 'other'),
          river.waiting('Cancelled', { id: hash('other') }, 'veto'),
        ],
      },
    ],
    assertions: [
      {
        query:
          '{ proposals { state vetoedAt vetoSupports { id } } vetoSupports { operationId proposal { id } member { id } } }',
        expected: {
          proposals: [{ state: 'QUEUED', vetoedAt: null, vetoSupports: [] }],
          vetoSupports: [{ operationId: hash('other'), proposal: null, member: null }],
        },
      },
    ],
  },
  {
    name: 'what is cancelled in the timelock before the Governor queued it stops no proposal',
    blocks: [
      ...foundingWithCouncil,
      { timestamp: 1_010, events: [...proposing.events, assigned] },
      { timestamp: 1_500, events: [river.waiting('Cancelled', { id: hash('operation') }, 'cancel')] },
    ],
    assertions: [
      {
        query: '{ proposals { state vetoedAt } }',
        expected: { proposals: [{ state: 'CREATED', vetoedAt: null }] },
      },
    ],
  },
  {
    name: "no other community's governor or timelock stops a proposal by naming its operation",
    blocks: [
      { timestamp: 998, events: [hill.founded('found hill')] },
      ...foundingWithCouncil,
      {
        timestamp: 1_005,
        events: [
          hill.proposed(1, 'eve', 'imitate'),
          emit(
            'CommunityGovernor',
            hill.governor,
            'OperationAssigned',
            { proposalId: 1, operationId: hash('operation') },
            'imitate',
          ),
        ],
      },
      { timestamp: 1_010, events: [...proposing.events, assigned] },
      {
        timestamp: 2_001,
        events: [governor('ProposalQueued', { proposalId: 7, etaSeconds: '5601' }, 'queue')],
      },
      { timestamp: 2_100, events: [hill.waiting('Cancelled', { id: hash('operation') }, 'stop')] },
    ],
    assertions: [
      {
        query: '{ proposals(orderBy: proposalId) { proposalId state } }',
        expected: {
          proposals: [
            { proposalId: '1', state: 'CREATED' },
            { proposalId: '7', state: 'QUEUED' },
          ],
        },
      },
    ],
  },
  {
    name: 'a member whose key was recovered keeps what it voted, proposed and sponsored',
    blocks: [
      ...founding,
      {
        timestamp: 1_010,
        events: [
          ...proposing.events,
          governor('ProposalSponsored', { proposalId: 7, sponsor: account('ben') }, 'propose'),
        ],
      },
      { timestamp: 1_070, events: [river.voted(7, 'ben', 1, 'one')] },
      {
        timestamp: 1_080,
        events: [
          river.roll(
            'MemberRecovered',
            { memberId: 2, from: account('ben'), to: account('ben, new key') },
            'recover',
          ),
        ],
      },
      {
        timestamp: 1_090,
        events: [river.proposed(8, 'ben, new key', 'again'), river.voted(8, 'ben, new key', 0, 'two')],
      },
    ],
    assertions: [
      {
        query: `{ member(id: "${river.member(2)}") { account votes(orderBy: at) { voter support } }
          proposals(orderBy: proposalId) { proposer proposerMember { memberId } sponsorships { member { memberId } } } }`,
        expected: {
          member: {
            account: account('ben, new key'),
            votes: [
              { voter: account('ben'), support: 1 },
              { voter: account('ben, new key'), support: 0 },
            ],
          },
          proposals: [
            {
              proposer: account('ada'),
              proposerMember: { memberId: '1' },
              sponsorships: [{ member: { memberId: '2' } }],
            },
            { proposer: account('ben, new key'), proposerMember: { memberId: '2' }, sponsorships: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'two communities may each have a proposal of the same number',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a'), hill.founded('b')] },
      {
        timestamp: 1_010,
        events: [river.proposed(7, 'ada', 'one'), hill.proposed(7, 'eve', 'two')],
      },
    ],
    assertions: [
      {
        query: '{ communities { name proposals { proposer } } }',
        expected: {
          communities: [
            { name: 'river', proposals: [{ proposer: account('ada') }] },
            { name: 'hill', proposals: [{ proposer: account('eve') }] },
          ],
        },
      },
    ],
  },
]
