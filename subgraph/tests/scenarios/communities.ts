import { communityRegistry, TestCommunity } from '../community.ts'
import { account, emit, hash, type Scenario, word } from '../scenario.ts'

const river = new TestCommunity('river')
const hill = new TestCommunity('hill')

function registry(name: string, params: Record<string, unknown>, transaction: string) {
  return emit('CommunityRegistry', communityRegistry, name, params, transaction)
}

function governor(name: string, params: Record<string, unknown>) {
  return emit('CommunityGovernor', river.governor, name, params, 'setting')
}

export const scenarios: Scenario[] = [
  {
    name: 'founding puts the community on record',
    blocks: [
      { timestamp: 1_000, events: [river.founded('found')] },
      {
        timestamp: 1_001,
        events: [river.admitted(1, 'ada', 1, 'admit'), river.admitted(2, 'ben', 0, 'admit')],
      },
    ],
    assertions: [
      {
        query: `{ communities { id name authority offeredAuthority membership governor foundedAt foundedTransaction
          council { id } settings { id } treasury { id } vouchesNeeded vouchPeriod recoveryDelay candidates { id }
          charterDigest charterURI memberCount members(orderBy: memberId) { memberId account roles } } }`,
        expected: {
          communities: [
            {
              id: river.id,
              name: 'river',
              authority: river.authority,
              offeredAuthority: null,
              membership: river.membership,
              governor: river.governor,
              foundedAt: '1000',
              foundedTransaction: hash('found'),
              council: null,
              settings: { id: river.governor },
              treasury: { id: river.authority },
              vouchesNeeded: null,
              vouchPeriod: null,
              recoveryDelay: null,
              candidates: [],
              charterDigest: hash('charter'),
              charterURI: 'ipfs://charter',
              memberCount: 2,
              members: [
                { memberId: '1', account: account('ada'), roles: 1 },
                { memberId: '2', account: account('ben'), roles: 0 },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'an offer of authority stands until it is taken back or accepted',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a'), hill.founded('b')] },
      {
        timestamp: 1_010,
        events: [river, hill].map(({ id, authority }) =>
          registry('AuthorityOffered', { communityId: id, from: authority, to: account('next') }, 'offer'),
        ),
      },
      {
        timestamp: 1_020,
        events: [
          registry(
            'AuthorityOffered',
            { communityId: hill.id, from: hill.authority, to: account('') },
            'back',
          ),
        ],
      },
    ],
    assertions: [
      {
        query: '{ communities { name authority offeredAuthority } }',
        expected: {
          communities: [
            { name: 'river', authority: river.authority, offeredAuthority: account('next') },
            { name: 'hill', authority: hill.authority, offeredAuthority: null },
          ],
        },
      },
    ],
  },
  {
    name: 'an accepted authority replaces the former one and ends the offer',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [
          registry(
            'AuthorityOffered',
            { communityId: river.id, from: river.authority, to: account('next') },
            'o',
          ),
        ],
      },
      {
        timestamp: 1_020,
        events: [
          registry(
            'AuthorityChanged',
            { communityId: river.id, from: river.authority, to: account('next') },
            'c',
          ),
        ],
      },
    ],
    assertions: [
      {
        query: '{ communities { authority offeredAuthority treasury { id } } }',
        expected: {
          communities: [
            { authority: account('next'), offeredAuthority: null, treasury: { id: account('next') } },
          ],
        },
      },
    ],
  },
  {
    name: 'a timelock tells its cap, its delay and what it spends, and a new one does from then on',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [
          river.waiting('TreasuryCapSet', { capBps: '1000', period: '86400' }, 'cap'),
          river.waiting('MinDelayChange', { oldDuration: '0', newDuration: '3600' }, 'delay'),
          river.waiting('TreasurySpent', { token: account(''), amount: '7' }, 'spend'),
        ],
      },
      {
        timestamp: 1_020,
        events: [
          registry(
            'AuthorityChanged',
            { communityId: river.id, from: river.authority, to: account('next') },
            'c',
          ),
        ],
      },
      {
        timestamp: 1_030,
        events: [
          emit(
            'CommunityTimelock',
            account('next'),
            'TreasuryCapSet',
            { capBps: '500', period: '172800' },
            'cap',
          ),
          river.waiting('TreasurySpent', { token: account('token'), amount: '8' }, 'spend'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ communities { treasury { id capBps capPeriod delay } }
          treasury(id: "${river.authority}") { capBps capPeriod delay communities { id }
            spendings(orderBy: at) { token amount at transaction } } }`,
        expected: {
          communities: [{ treasury: { id: account('next'), capBps: 500, capPeriod: '172800', delay: null } }],
          treasury: {
            capBps: 1000,
            capPeriod: '86400',
            delay: '3600',
            communities: [],
            spendings: [
              { token: account(''), amount: '7', at: '1010', transaction: hash('spend') },
              { token: account('token'), amount: '8', at: '1030', transaction: hash('spend') },
            ],
          },
        },
      },
    ],
  },
  {
    name: "a stranger's community that names another's timelock takes nothing of it away",
    blocks: [
      { timestamp: 1_000, events: [hill.founded('b', { authority: river.authority })] },
      { timestamp: 1_010, events: [river.founded('a')] },
      {
        timestamp: 1_020,
        events: [
          river.waiting('TreasuryCapSet', { capBps: '1000', period: '86400' }, 'cap'),
          river.waiting('TreasurySpent', { token: account(''), amount: '7' }, 'spend'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ treasuries { id capBps spendings { amount } communities(orderBy: name) { name } } }',
        expected: {
          treasuries: [
            {
              id: river.authority,
              capBps: 1000,
              spendings: [{ amount: '7' }],
              communities: [{ name: 'hill' }, { name: 'river' }],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a governor tells how it decides, one setting by one',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [
          governor('TimelockChange', { oldTimelock: account(''), newTimelock: river.authority }),
          governor('VotingDelaySet', { oldVotingDelay: '0', newVotingDelay: '60' }),
          governor('VotingPeriodSet', { oldVotingPeriod: '0', newVotingPeriod: '86400' }),
          governor('LateQuorumVoteExtensionSet', { oldVoteExtension: '0', newVoteExtension: '3600' }),
          governor('QuorumBpsSet', { oldQuorumBps: '0', newQuorumBps: '4000' }),
          governor('MinimumVotersSet', { oldMinimumVoters: '0', newMinimumVoters: '4294967295' }),
          governor('ProposalThresholdSet', { oldProposalThreshold: '0', newProposalThreshold: '3' }),
          governor('ReproposalCooldownSet', { oldReproposalCooldown: '0', newReproposalCooldown: '604800' }),
          governor('SuperMajorityBpsSet', { oldSuperMajorityBps: '0', newSuperMajorityBps: '6667' }),
        ],
      },
    ],
    assertions: [
      {
        query: `{ communities { settings { id timelock votingDelay votingPeriod lateQuorumVoteExtension quorumBps
          minimumVoters proposalThreshold reproposalCooldown superMajorityBps } } }`,
        expected: {
          communities: [
            {
              settings: {
                id: river.governor,
                timelock: river.authority,
                votingDelay: '60',
                votingPeriod: '86400',
                lateQuorumVoteExtension: '3600',
                quorumBps: 4000,
                minimumVoters: '4294967295',
                proposalThreshold: 3,
                reproposalCooldown: '604800',
                superMajorityBps: 6667,
              },
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a roll tells on which terms members vouch and how long a recovery takes',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [
          river.roll('VouchingSet', { needed: '3', period: '86400' }, 'v'),
          river.roll('RecoveryDelaySet', { delay: '259200' }, 'r'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ communities { vouchesNeeded vouchPeriod recoveryDelay } }',
        expected: { communities: [{ vouchesNeeded: 3, vouchPeriod: '86400', recoveryDelay: '259200' }] },
      },
    ],
  },
  {
    name: 'a new charter replaces the former one',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [
          registry(
            'CharterChanged',
            { communityId: river.id, charterDigest: hash('second'), charterURI: 'ipfs://second' },
            'c',
          ),
        ],
      },
    ],
    assertions: [
      {
        query: '{ communities { charterDigest charterURI } }',
        expected: { communities: [{ charterDigest: hash('second'), charterURI: 'ipfs://second' }] },
      },
    ],
  },
  {
    name: 'a new governor is read from then on, and the former one still is',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      { timestamp: 1_010, events: [river.proposed(7, 'ada', 'p7')] },
      {
        timestamp: 1_020,
        events: [registry('GovernorChanged', { communityId: river.id, governor: account('second') }, 'g')],
      },
      {
        timestamp: 1_030,
        events: [river.proposed(8, 'ada', 'p8', account('second')), river.voted(7, 'ada', 1, 'v7')],
      },
      {
        timestamp: 1_040,
        events: [registry('GovernorChanged', { communityId: river.id, governor: river.governor }, 'back')],
      },
      { timestamp: 1_050, events: [river.proposed(9, 'ada', 'p9')] },
    ],
    assertions: [
      {
        query: `{ communities { governor settings { id }
          proposals(orderBy: proposalId) { proposalId governor voters } } }`,
        expected: {
          communities: [
            {
              governor: river.governor,
              settings: { id: river.governor },
              proposals: [
                { proposalId: '7', governor: river.governor, voters: 1 },
                { proposalId: '8', governor: account('second'), voters: 0 },
                { proposalId: '9', governor: river.governor, voters: 0 },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a governor named twice does not count a vote twice',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [registry('GovernorChanged', { communityId: river.id, governor: river.governor }, 'same')],
      },
      { timestamp: 1_020, events: [river.proposed(7, 'ada', 'p')] },
      { timestamp: 1_070, events: [river.voted(7, 'ada', 1, 'v')] },
    ],
    assertions: [
      {
        query: '{ proposals { forVotes voters } }',
        expected: { proposals: [{ forVotes: '1', voters: 1 }] },
      },
    ],
  },
  {
    name: 'a community without a governor is on record',
    blocks: [{ timestamp: 1_000, events: [river.founded('a', { governor: account('') })] }],
    assertions: [
      {
        query: '{ communities { governor settings { id } } watchedContracts { id } }',
        expected: {
          communities: [{ governor: account(''), settings: null }],
          watchedContracts: [{ id: river.membership }],
        },
      },
    ],
  },
  {
    name: "a community that names another's membership and governor gets none of its members and proposals",
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      { timestamp: 1_005, events: [river.admitted(1, 'ada', 0, 'b')] },
      {
        timestamp: 1_010,
        events: [hill.founded('b', { membership: river.membership, governor: river.governor })],
      },
      { timestamp: 1_020, events: [river.admitted(2, 'ben', 0, 'c'), river.proposed(7, 'ada', 'p')] },
    ],
    assertions: [
      {
        query: '{ communities { name memberCount members { memberId } proposals { proposalId } } }',
        expected: {
          communities: [
            {
              name: 'river',
              memberCount: 2,
              members: [{ memberId: '1' }, { memberId: '2' }],
              proposals: [{ proposalId: '7' }],
            },
            { name: 'hill', memberCount: 0, members: [], proposals: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'the same event of a contract that nobody named is not read',
    blocks: [
      { timestamp: 1_000, events: [river.founded('a')] },
      {
        timestamp: 1_010,
        events: [hill.admitted(1, 'eve', 7, 'forged'), hill.proposed(1, 'eve', 'forged too')],
      },
    ],
    assertions: [
      {
        query: `{ members { id } proposals { id } community(id: "${word(0)}") { id } }`,
        expected: { members: [], proposals: [], community: null },
      },
    ],
  },
]
