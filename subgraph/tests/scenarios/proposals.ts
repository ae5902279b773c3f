import { modelRegistry, TestCommunity } from '../community.ts'
import { account, emit, hash, type Scenario } from '../scenario.ts'

const river = new TestCommunity('river')
const founding = [
  { timestamp: 999, events: [river.founded('found')] },
  { timestamp: 1_000, events: [river.admitted(1, 'ada', 0, 'admit'), river.admitted(2, 'ben', 0, 'admit')] },
]
const proposing = { timestamp: 1_010, events: [river.proposed(7, 'ada', 'propose')] }

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
          executedAt canceledAt forVotes againstVotes abstainVotes voters votes { id } createdTransaction
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
          river.voted(7, 'dee', 1, 'four'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ proposals { forVotes againstVotes abstainVotes voters state } }',
        expected: {
          proposals: [{ forVotes: '2', againstVotes: '1', abstainVotes: '1', voters: 4, state: 'CREATED' }],
        },
      },
      {
        query:
          '{ votes { id proposal { id } voter member { memberId } support weight reason at transaction } }',
        expected: {
          votes: [
            ['ada', '1', 1, 'it reads well', 'one'],
            ['ben', '2', 0, '', 'two'],
            ['cyd', null, 2, '', 'three'],
            ['dee', null, 1, '', 'four'],
          ].map(([who, memberId, support, reason, transaction]) => ({
            id: `${river.proposal(7)}-${account(String(who))}`,
            proposal: { id: river.proposal(7) },
            voter: account(String(who)),
            member: memberId === null ? null : { memberId },
            support,
            weight: '1',
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
    name: 'two communities may each have a proposal of the same number',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a'), new TestCommunity('hill').founded('b')] },
      {
        timestamp: 1_010,
        events: [river.proposed(7, 'ada', 'one'), new TestCommunity('hill').proposed(7, 'eve', 'two')],
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
