import { quadraticFunding, TestCommunity } from '../community.ts'
import { donor, squareRoot, TestRound, tallyOf, UNBOUNDED } from '../round.ts'
import { account, concat, emit, hash, type Scenario, word } from '../scenario.ts'

const E32 = 10n ** 32n
const river = new TestCommunity('river')
const hill = new TestCommunity('hill')
const founding = [
  { timestamp: 998, events: [hill.founded('found hill')] },
  { timestamp: 999, events: [river.founded('found')] },
  {
    timestamp: 1_000,
    events: [
      river.admitted(1, 'ada', 2, 'admit'),
      river.admitted(2, 'ben', 0, 'admit'),
      hill.admitted(2, 'eve', 0, 'admit'),
    ],
  },
]
const spring = new TestRound('spring', river, [hill])
const autumn = new TestRound('autumn', river)
const opening = [...founding, { timestamp: 1_100, events: [spring.opened('open')] }]
const withThree = [...opening, { timestamp: 1_200, events: spring.withProjects(3, 'apply') }]
const TALLIES = '{ projects(orderBy: number) { number gifts donorCount roots pairs } }'

/** The gifts of the round that docs/funding.md works out by hand: A has 1 and 4, B 4 and then 5 of one donor, C 4, 4, 4. */
function byHand(round: TestRound) {
  return [
    round.gave(1, donor(0, 1), 1, 1, 'give'),
    round.gave(2, donor(0, 1), 4, 4, 'give'),
    round.gave(3, donor(0, 1), 4, 4, 'give'),
    round.gave(1, donor(0, 2), 4, 4, 'give too'),
    round.gave(3, donor(0, 2), 4, 4, 'give too'),
    round.gave(3, donor(1, 2), 4, 4, 'give as well'),
    round.gave(2, donor(0, 1), 5, 9, 'give again'),
  ]
}

export const scenarios: Scenario[] = [
  {
    name: 'a round carries its terms, its community, and those whose members may give too',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          spring.opened('open', {
            cap: '340282366920938463463374607431768211454',
            minGift: 3,
            leastPool: 50,
            deposit: 7,
            householdBound: 25,
            undoPeriod: '4294967295',
            scaleUp: true,
          }),
          autumn.opened('open too'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ fundingRound(id: "${spring.id}") { community { name } communities { name } communityIds token givingFrom givingUntil
          reviewUntil expiresAt cap minGift leastPool deposit householdBound undoPeriod scaleUp document openedAt openedBlock
          openedTransaction outcome funded pool gifts held projectCount acceptedCount acceptedProjects { id } numerator
          denominator threshold matched dust left owed finalizedBy finalizedAt finalizedBlock finalizedTransaction
          cancelReason cancelledAt cancelledBlock cancelledTransaction projects { id } funders { id } donors { id }
          households { id } history { id } payouts { id } } }`,
        expected: {
          fundingRound: {
            community: { name: 'river' },
            communities: [{ name: 'river' }, { name: 'hill' }],
            communityIds: [river.id, hill.id],
            token: account('token'),
            givingFrom: '2000',
            givingUntil: '3000',
            reviewUntil: '4000',
            expiresAt: '5000',
            cap: '340282366920938463463374607431768211454',
            minGift: '3',
            leastPool: '50',
            deposit: '7',
            householdBound: '25',
            undoPeriod: '4294967295',
            scaleUp: true,
            document: hash('terms'),
            openedAt: '1100',
            openedBlock: '3',
            openedTransaction: hash('open'),
            outcome: 'OPEN',
            funded: false,
            pool: '0',
            gifts: '0',
            held: '0',
            projectCount: 0,
            acceptedCount: 0,
            acceptedProjects: [],
            numerator: null,
            denominator: null,
            threshold: null,
            matched: null,
            dust: null,
            left: null,
            owed: '0',
            finalizedBy: null,
            finalizedAt: null,
            finalizedBlock: null,
            finalizedTransaction: null,
            cancelReason: null,
            cancelledAt: null,
            cancelledBlock: null,
            cancelledTransaction: null,
            projects: [],
            funders: [],
            donors: [],
            households: [],
            history: [],
            payouts: [],
          },
        },
      },
      {
        query: `{ fundingRound(id: "${autumn.id}") { cap householdBound scaleUp funded communities { name } } }`,
        expected: {
          fundingRound: {
            cap: null,
            householdBound: String(UNBOUNDED),
            scaleUp: false,
            funded: true,
            communities: [{ name: 'river' }],
          },
        },
      },
      {
        query:
          '{ communities(orderBy: name) { name rounds(orderBy: id) { id } roundsToGiveIn(orderBy: id) { id } } }',
        expected: {
          communities: [
            { name: 'hill', rounds: [], roundsToGiveIn: [{ id: spring.id }] },
            {
              name: 'river',
              rounds: [{ id: autumn.id }, { id: spring.id }],
              roundsToGiveIn: [{ id: autumn.id }, { id: spring.id }],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a pool is what its funders gave, each of them told apart, and is enough from the last unit on',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          spring.opened('open', { leastPool: 50 }),
          autumn.opened('open too', { leastPool: 51 }),
          spring.funded('fay', 20, 'fund'),
          autumn.funded('fay', 50, 'fund'),
        ],
      },
      { timestamp: 1_200, events: [spring.funded('gus', 17, 'fund more'), spring.funded('fay', 13, 'last')] },
    ],
    assertions: [
      {
        query: '{ fundingRounds(orderBy: id) { pool owed held left funded } }',
        expected: {
          fundingRounds: [
            { pool: '50', owed: '50', held: '50', left: null, funded: false },
            { pool: '50', owed: '50', held: '50', left: null, funded: true },
          ],
        },
      },
      {
        query: `{ fundingRound(id: "${spring.id}") { funders(orderBy: funder) { id round { id } funder given givenAt
          givenTransaction returned returnedTo returnedAt returnedTransaction } } }`,
        expected: {
          fundingRound: {
            funders: [
              ['fay', '33', 'last'],
              ['gus', '17', 'fund more'],
            ].map(([who = '', given, transaction = '']) => ({
              id: concat(spring.id, account(who)),
              round: { id: spring.id },
              funder: account(who),
              given,
              givenAt: '1200',
              givenTransaction: hash(transaction),
              returned: null,
              returnedTo: null,
              returnedAt: null,
              returnedTransaction: null,
            })),
          },
        },
      },
    ],
  },
  {
    name: 'an application carries what was applied with, and leads to the version that it is to build',
    blocks: [
      ...opening,
      {
        timestamp: 1_150,
        events: [river.modelCreated('harvest', 'submit'), river.submitted('harvest', 'v1', 'submit')],
      },
      {
        timestamp: 1_200,
        events: [
          spring.applied(1, 'apply', { deposit: 7, versionId: hash('v1') }),
          spring.applied(2, 'apply too', { deposit: 5, versionId: hash('v9') }),
          spring.applied(3, 'and I'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ project(id: "${spring.project(1)}") { round { id } number applicant recipient versionId version { id }
          document documentURI status appliedAt appliedTransaction withdrawnAt withdrawnTransaction deposit
          depositReturnedAt depositReturnedTo depositReturnedTransaction reviews { id } gifts donorCount roots pairs matched
          contributions { id } history { id } payout { id } } }`,
        expected: {
          project: {
            round: { id: spring.id },
            number: 1,
            applicant: account('applicant 1'),
            recipient: account('recipient 1'),
            versionId: hash('v1'),
            version: { id: hash('v1') },
            document: hash('plan 1'),
            documentURI: 'ipfs://plan-1',
            status: 'PENDING',
            appliedAt: '1200',
            appliedTransaction: hash('apply'),
            withdrawnAt: null,
            withdrawnTransaction: null,
            deposit: '7',
            depositReturnedAt: null,
            depositReturnedTo: null,
            depositReturnedTransaction: null,
            reviews: [],
            gifts: '0',
            donorCount: 0,
            roots: '0',
            pairs: '0',
            matched: null,
            contributions: [],
            history: [],
            payout: null,
          },
        },
      },
      {
        query: `{ fundingRounds { projectCount acceptedCount held gifts projects(orderBy: number) { number versionId
          version { id } } } version(id: "${hash('v1')}") { projects { number } } }`,
        expected: {
          fundingRounds: [
            {
              projectCount: 3,
              acceptedCount: 0,
              held: '12',
              gifts: '0',
              projects: [
                { number: 1, versionId: hash('v1'), version: { id: hash('v1') } },
                { number: 2, versionId: hash('v9'), version: null },
                { number: 3, versionId: null, version: null },
              ],
            },
          ],
          version: { projects: [{ number: 1 }] },
        },
      },
    ],
  },
  {
    name: 'a withdrawn application says so, and where its deposit went',
    blocks: [
      ...opening,
      {
        timestamp: 1_200,
        events: [
          spring.applied(1, 'apply', { deposit: 7 }),
          spring.applied(2, 'apply', { deposit: 5 }),
          spring.reviewed(1, true, 'review'),
          spring.reviewed(2, true, 'review'),
        ],
      },
      { timestamp: 1_300, events: [spring.withdrawn(1, 'withdraw')] },
      { timestamp: 1_400, events: [spring.depositReturned(1, 7, 'return')] },
    ],
    assertions: [
      {
        query: `{ fundingRounds { projectCount acceptedCount acceptedProjects { number } held projects(orderBy: number) {
          status withdrawnAt withdrawnTransaction deposit depositReturnedAt depositReturnedTo depositReturnedTransaction } } }`,
        expected: {
          fundingRounds: [
            {
              projectCount: 2,
              acceptedCount: 1,
              acceptedProjects: [{ number: 2 }],
              held: '5',
              projects: [
                {
                  status: 'WITHDRAWN',
                  withdrawnAt: '1300',
                  withdrawnTransaction: hash('withdraw'),
                  deposit: '7',
                  depositReturnedAt: '1400',
                  depositReturnedTo: account('elsewhere'),
                  depositReturnedTransaction: hash('return'),
                },
                {
                  status: 'ACCEPTED',
                  withdrawnAt: null,
                  withdrawnTransaction: null,
                  deposit: '5',
                  depositReturnedAt: null,
                  depositReturnedTo: null,
                  depositReturnedTransaction: null,
                },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'reviews are kept with their reasons, the latest holds, and what is rejected takes part no more',
    blocks: [
      ...opening,
      { timestamp: 1_200, events: [1, 2, 3].map((project) => spring.applied(project, 'apply')) },
      {
        timestamp: 1_300,
        events: [
          spring.reviewed(2, true, 'one', account('ada'), 'It feeds the valley'),
          spring.reviewed(3, false, 'two', account('ada'), 'It is not for here'),
          spring.reviewed(1, true, 'three', account('ada'), 'It lasts'),
        ],
      },
      { timestamp: 1_400, events: [spring.reviewed(2, false, 'four', account('ada'), 'It was a copy')] },
      { timestamp: 1_500, events: [spring.reviewed(2, true, 'five', river.authority, 'It was not')] },
      {
        timestamp: 1_600,
        events: [
          spring.applied(4, 'late'),
          spring.reviewed(4, true, 'late'),
          spring.reviewed(4, false, 'last'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ fundingRounds { projectCount acceptedCount acceptedProjects { number } projects(orderBy: number) { status } }
          project(id: "${spring.project(2)}") { reviews(orderBy: at) { accepted by member { memberId } reason at block
          transaction project { number } } } }`,
        expected: {
          fundingRounds: [
            {
              projectCount: 4,
              acceptedCount: 2,
              acceptedProjects: [{ number: 1 }, { number: 2 }],
              projects: ['ACCEPTED', 'ACCEPTED', 'REJECTED', 'REJECTED'].map((status) => ({ status })),
            },
          ],
          project: {
            reviews: [
              [true, account('ada'), { memberId: '1' }, 'It feeds the valley', '1300', '5', 'one'],
              [false, account('ada'), { memberId: '1' }, 'It was a copy', '1400', '6', 'four'],
              [true, river.authority, null, 'It was not', '1500', '7', 'five'],
            ].map(([accepted, by, member, reason, at, block, transaction]) => ({
              accepted,
              by,
              member,
              reason,
              at,
              block,
              transaction: hash(String(transaction)),
              project: { number: 2 },
            })),
          },
        },
      },
      {
        query: '{ reviews(orderBy: logIndex, where: { at: "1300" }) { logIndex reason } }',
        expected: {
          reviews: ['It feeds the valley', 'It is not for here', 'It lasts'].map((reason, logIndex) => ({
            logIndex: String(logIndex),
            reason,
          })),
        },
      },
    ],
  },
  {
    name: 'a round counts, matches and pays what is worked out by hand, and in the end holds nothing',
    blocks: [
      ...withThree,
      { timestamp: 1_300, events: [spring.funded('fay', 75, 'fund'), spring.funded('gus', 25, 'fund')] },
      { timestamp: 2_100, events: byHand(spring) },
      { timestamp: 4_100, events: [spring.finalized('finalize', [1, E32, 0, 28, 72])] },
      {
        timestamp: 4_200,
        events: [
          spring.paid(1, 5, 4, 'pay'),
          spring.paid(2, 9, 0, 'pay'),
          spring.paid(3, 12, 24, 'pay too'),
          spring.fundingReturned('fay', 54, 'rest'),
          spring.fundingReturned('gus', 18, 'rest too'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ projects(orderBy: number) { status gifts donorCount roots pairs matched payout { id round { id }
          project { number } to gifts matched at block transaction } } }`,
        expected: {
          projects: (
            [
              [[1, 4], '5', '4', 'pay'],
              [[9], '9', '0', 'pay'],
              [[4, 4, 4], '12', '24', 'pay too'],
            ] as const
          ).map(([gifts, sum, matched, transaction], index) => ({
            status: 'PAID',
            gifts: sum,
            donorCount: gifts.length,
            ...tallyOf([...gifts]),
            matched,
            payout: {
              id: spring.project(index + 1),
              round: { id: spring.id },
              project: { number: index + 1 },
              to: account(`recipient ${index + 1}`),
              gifts: sum,
              matched,
              at: '4200',
              block: '8',
              transaction: hash(transaction),
            },
          })),
        },
      },
      {
        query: '{ projects(orderBy: number) { pairs roots } }',
        expected: {
          projects: [
            { pairs: String(4n * E32), roots: '30000000000000000' },
            { pairs: '0', roots: '30000000000000000' },
            { pairs: String(24n * E32), roots: '60000000000000000' },
          ],
        },
      },
      {
        query: `{ fundingRounds { outcome numerator denominator threshold matched dust left owed pool gifts held acceptedCount
          finalizedBy finalizedAt finalizedBlock finalizedTransaction payouts { id } funders(orderBy: funder) { given returned
          returnedTo returnedAt returnedTransaction } } }`,
        expected: {
          fundingRounds: [
            {
              outcome: 'FINALIZED',
              numerator: '1',
              denominator: String(E32),
              threshold: '0',
              matched: '28',
              dust: '72',
              left: '0',
              owed: '0',
              pool: '100',
              gifts: '26',
              held: '0',
              acceptedCount: 3,
              finalizedBy: account('anyone'),
              finalizedAt: '4100',
              finalizedBlock: '7',
              finalizedTransaction: hash('finalize'),
              payouts: [1, 2, 3].map((project) => ({ id: spring.project(project) })),
              funders: [
                ['75', '54', 'fay', 'rest'],
                ['25', '18', 'gus', 'rest too'],
              ].map(([given, returned, who, transaction]) => ({
                given,
                returned,
                returnedTo: account(`${who} bank`),
                returnedAt: '4200',
                returnedTransaction: hash(String(transaction)),
              })),
            },
          ],
        },
      },
      {
        query: `{ contributions(orderBy: id, where: { project: "${spring.project(2)}" }) { id donor { id } total root latest
          latestAt history(orderBy: logIndex) { kind account amount total at block logIndex transaction project { number }
          round { id } donor { memberId } } } }`,
        expected: {
          contributions: [
            {
              id: concat(spring.project(2), word(1)),
              donor: { id: concat(spring.id, word(1)) },
              total: '9',
              root: String(squareRoot(9n * E32)),
              latest: '5',
              latestAt: '2100',
              history: [
                [4, 4, 1, 'give'],
                [5, 9, 6, 'give again'],
              ].map(([amount, total, logIndex, transaction]) => ({
                kind: 'GIVEN',
                account: account('giver 1'),
                amount: String(amount),
                total: String(total),
                at: '2100',
                block: '6',
                logIndex: String(logIndex),
                transaction: hash(String(transaction)),
                project: { number: 2 },
                round: { id: spring.id },
                donor: { memberId: '1' },
              })),
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a donor is the member of the community that it gives as, and knows all that it gave',
    blocks: [
      ...withThree,
      { timestamp: 2_100, events: [...byHand(spring), spring.gave(1, donor(0, 9), 2, 2, 'unknown')] },
    ],
    assertions: [
      {
        query: `{ donors(orderBy: donor) { id round { id } donor communityIndex community { name } memberId
          member { account } household { id } gifts contributions(orderBy: total) { total project { number } } } }`,
        expected: {
          donors: (
            [
              [0, 1, 'river', { account: account('ada') }, '14', ['1 1', '4 3', '9 2']],
              [0, 2, 'river', { account: account('ben') }, '8', ['4 1', '4 3']],
              [0, 9, 'river', null, '2', ['2 1']],
              [1, 2, 'hill', { account: account('eve') }, '4', ['4 3']],
            ] as const
          ).map(([communityIndex, memberId, name, member, gifts, contributions]) => ({
            id: concat(spring.id, `0x${donor(communityIndex, memberId).toString(16).padStart(64, '0')}`),
            round: { id: spring.id },
            donor: String(donor(communityIndex, memberId)),
            communityIndex,
            community: { name },
            memberId: String(memberId),
            member,
            household: null,
            gifts,
            contributions: contributions.map((entry) => ({
              total: entry.split(' ')[0],
              project: { number: Number(entry.split(' ')[1]) },
            })),
          })),
        },
      },
      {
        query: `{ member(id: "${hill.member(2)}") { givenAs { gifts round { id } } } }`,
        expected: { member: { givenAs: [{ gifts: '4', round: { id: spring.id } }] } },
      },
    ],
  },
  {
    name: 'of two rounds at once each keeps its own count, cap and rate',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [spring.opened('open', { cap: 10 }), autumn.opened('open too', { cap: 3 })],
      },
      {
        timestamp: 1_200,
        events: [...spring.withProjects(3, 'apply'), ...autumn.withProjects(3, 'apply too')],
      },
      { timestamp: 1_300, events: [spring.funded('fay', 12, 'fund'), autumn.funded('fay', 12, 'fund')] },
      {
        timestamp: 2_100,
        events: [
          ...byHand(spring),
          ...byHand(autumn).slice(0, 3),
          autumn.gave(1, donor(0, 2), 4, 4, 'give'),
          autumn.gave(3, donor(0, 2), 9, 9, 'give'),
        ],
      },
      {
        timestamp: 4_100,
        events: [
          spring.finalized('finalize', [2, 4n * E32, 24n * E32, 12, 0]),
          autumn.finalized('finalize', [1, E32, 0, 6, 6]),
        ],
      },
    ],
    assertions: [
      {
        query: `{ fundingRounds(orderBy: id) { id matched dust left owed gifts held projects(orderBy: number) { gifts roots
          pairs matched } } }`,
        expected: {
          fundingRounds: [
            {
              id: autumn.id,
              matched: '6',
              dust: '6',
              left: '6',
              owed: '12',
              gifts: '22',
              held: '34',
              projects: [
                { gifts: '5', ...tallyOf([1, 4]), matched: '3' },
                { gifts: '4', ...tallyOf([4]), matched: '0' },
                { gifts: '13', ...tallyOf([4, 9]), matched: '3' },
              ],
            },
            {
              id: spring.id,
              matched: '12',
              dust: '0',
              left: '0',
              owed: '12',
              gifts: '26',
              held: '38',
              projects: [
                { gifts: '5', ...tallyOf([1, 4]), matched: '2' },
                { gifts: '9', ...tallyOf([9]), matched: '0' },
                { gifts: '12', ...tallyOf([4, 4, 4]), matched: '10' },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a match that is a whole number does not come out a unit short, and one that is not is cut off',
    blocks: [
      ...withThree,
      { timestamp: 1_300, events: [spring.funded('fay', 1_000, 'fund')] },
      {
        timestamp: 2_100,
        events: [1, 2, 3].flatMap((memberId) => [
          spring.gave(1, donor(0, memberId), 2, 2, 'give'),
          spring.gave(2, donor(0, memberId), memberId, memberId, 'give'),
          spring.gave(3, donor(0, memberId), 100 + memberId, 100 + memberId, 'give'),
        ]),
      },
      { timestamp: 2_200, events: [spring.reviewed(3, false, 'reject')] },
      { timestamp: 4_100, events: [spring.finalized('finalize', [1, E32, 0, 23, 977])] },
    ],
    assertions: [
      {
        query: '{ projects(orderBy: number) { status roots pairs matched } }',
        expected: {
          projects: [
            { status: 'ACCEPTED', ...tallyOf([2, 2, 2]), matched: '12' },
            // 2√2 + 2√3 + 2√6 = 11.19…
            { status: 'ACCEPTED', ...tallyOf([1, 2, 3]), matched: '11' },
            { status: 'REJECTED', ...tallyOf([101, 102, 103]), matched: null },
          ],
        },
      },
    ],
  },
  {
    name: 'where every project gets the cap the rate is infinite, and none gets more',
    blocks: [
      ...founding,
      { timestamp: 1_100, events: [spring.opened('open', { cap: 3, scaleUp: true })] },
      { timestamp: 1_200, events: [...spring.withProjects(3, 'apply'), spring.funded('fay', 6, 'fund')] },
      { timestamp: 2_100, events: byHand(spring) },
      { timestamp: 4_100, events: [spring.finalized('finalize', [0, 0, 4n * E32, 6, 0])] },
    ],
    assertions: [
      {
        query: '{ fundingRounds { denominator } projects(orderBy: number) { matched } }',
        expected: {
          fundingRounds: [{ denominator: '0' }],
          projects: [{ matched: '3' }, { matched: '0' }, { matched: '3' }],
        },
      },
    ],
  },
  {
    name: 'pairs inside a household count less, whatever the order of gifts, and others in full',
    blocks: [
      ...founding,
      {
        timestamp: 1_100,
        events: [
          spring.opened('open', { householdBound: 25 }),
          autumn.opened('open', { householdBound: 0 }),
          ...spring.withProjects(2, 'apply'),
          ...autumn.withProjects(1, 'apply'),
        ],
      },
      {
        timestamp: 1_200,
        events: [
          spring.household(0, 1, hash('mill'), 'join'),
          spring.household(0, 2, hash('mill'), 'join'),
          spring.household(1, 2, hash('mill'), 'join'),
          spring.household(0, 3, hash('barn'), 'join'),
          spring.household(0, 4, hash('mill'), 'join'),
          autumn.household(0, 1, hash('mill'), 'join'),
          autumn.household(0, 2, hash('mill'), 'join'),
        ],
      },
      {
        timestamp: 1_300,
        events: [
          spring.household(0, 3, hash('mill'), 'move'),
          spring.household(0, 4, word(0), 'leave'),
          spring.household(0, 2, hash('barn'), 'move'),
        ],
      },
      {
        timestamp: 2_100,
        events: [
          // Of the mill: 1, 3 and the hill's 2; of the barn: 2; of none: 4.
          spring.gave(1, donor(0, 1), 7, 7, 'give'),
          spring.gave(1, donor(0, 2), 11, 11, 'give'),
          spring.gave(1, donor(0, 3), 5, 5, 'give'),
          spring.gave(1, donor(0, 4), 40, 40, 'give'),
          spring.gave(1, donor(1, 2), 300, 300, 'give'),
          spring.gave(1, donor(0, 3), 8, 13, 'give more'),
          spring.gave(1, donor(1, 2), 50, 350, 'give more'),
          spring.gave(2, donor(0, 1), 16, 16, 'give'),
          autumn.gave(1, donor(0, 1), 7, 7, 'give'),
          autumn.gave(1, donor(0, 2), 11, 11, 'give'),
          autumn.gave(1, donor(0, 3), 2, 2, 'give'),
        ],
      },
      {
        timestamp: 2_200,
        events: [
          spring.returned(1, donor(1, 2), 50, 300, 'undo'),
          spring.gave(2, donor(0, 3), 25, 25, 'give late'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ fundingRounds(orderBy: id) { projects(orderBy: number) { roots pairs } households(orderBy: id) { id
          round { id } household donors(orderBy: donor) { donor } } } }`,
        expected: {
          fundingRounds: [
            {
              projects: [tallyOf([7, 11, 2], [1, 1, 0], 0n)],
              households: [
                {
                  id: concat(autumn.id, hash('mill')),
                  round: { id: autumn.id },
                  household: hash('mill'),
                  donors: [{ donor: '1' }, { donor: '2' }],
                },
              ],
            },
            {
              projects: [tallyOf([7, 11, 13, 40, 300], [1, 2, 1, 0, 1], 25n), tallyOf([16, 25], [1, 1], 25n)],
              households: [
                {
                  id: concat(spring.id, hash('barn')),
                  round: { id: spring.id },
                  household: hash('barn'),
                  donors: [{ donor: '2' }],
                },
                {
                  id: concat(spring.id, hash('mill')),
                  round: { id: spring.id },
                  household: hash('mill'),
                  donors: [{ donor: '1' }, { donor: '3' }, { donor: String(donor(1, 2)) }],
                },
              ],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'with the greatest bound a household makes no difference',
    blocks: [
      ...withThree,
      {
        timestamp: 1_300,
        events: [spring.household(0, 1, hash('mill'), 'join'), spring.household(0, 2, hash('mill'), 'join')],
      },
      {
        timestamp: 2_100,
        events: [spring.gave(1, donor(0, 1), 7, 7, 'give'), spring.gave(1, donor(0, 2), 11, 11, 'give')],
      },
    ],
    assertions: [
      {
        query: `{ project(id: "${spring.project(1)}") { roots pairs } }`,
        expected: { project: tallyOf([7, 11]) },
      },
    ],
  },
  {
    name: 'what is taken back is counted no more, and stays on record',
    blocks: [
      ...withThree,
      { timestamp: 2_100, events: byHand(spring) },
      { timestamp: 2_200, events: [spring.returned(2, donor(0, 1), 5, 4, 'undo')] },
      { timestamp: 2_300, events: [spring.reviewed(3, false, 'reject')] },
      {
        timestamp: 2_400,
        events: [
          spring.returned(3, donor(0, 1), 4, 0, 'return'),
          spring.returned(3, donor(0, 2), 4, 0, 'return too'),
        ],
      },
    ],
    assertions: [
      {
        query: TALLIES,
        expected: {
          projects: [
            { number: 1, gifts: '5', donorCount: 2, ...tallyOf([1, 4]) },
            { number: 2, gifts: '4', donorCount: 1, ...tallyOf([4]) },
            { number: 3, gifts: '4', donorCount: 1, ...tallyOf([4]) },
          ],
        },
      },
      {
        query: `{ fundingRounds { gifts held acceptedCount } donors(orderBy: donor) { gifts }
          contributions(orderBy: id, where: { donor: "${concat(spring.id, word(1))}" }) { total root latest latestAt }
          gifts(orderBy: at, where: { kind: RETURNED, project: "${spring.project(2)}" }) { kind account amount total at block
          logIndex transaction } }`,
        expected: {
          fundingRounds: [{ gifts: '13', held: '13', acceptedCount: 2 }],
          donors: [{ gifts: '5' }, { gifts: '4' }, { gifts: '4' }],
          contributions: [
            { total: '1', root: String(squareRoot(E32)), latest: '1', latestAt: '2100' },
            { total: '4', root: String(squareRoot(4n * E32)), latest: '0', latestAt: null },
            { total: '0', root: '0', latest: '0', latestAt: null },
          ],
          gifts: [
            {
              kind: 'RETURNED',
              account: account('elsewhere'),
              amount: '5',
              total: '4',
              at: '2200',
              block: '6',
              logIndex: '0',
              transaction: hash('undo'),
            },
          ],
        },
      },
    ],
  },
  {
    name: 'who gives again after taking all back is one donor',
    blocks: [
      ...withThree,
      {
        timestamp: 2_100,
        events: [
          spring.gave(1, donor(0, 1), 2, 2, 'give'),
          spring.gave(1, donor(0, 2), 8, 8, 'give'),
          spring.returned(1, donor(0, 1), 2, 0, 'undo'),
          spring.gave(1, donor(0, 1), 3, 3, 'give again'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ project(id: "${spring.project(1)}") { gifts donorCount roots pairs } }`,
        expected: { project: { gifts: '11', donorCount: 2, ...tallyOf([3, 8]) } },
      },
    ],
  },
  {
    name: 'a cancelled round says why, and all get back what they gave',
    blocks: [
      ...opening,
      {
        timestamp: 1_200,
        events: [
          spring.applied(1, 'apply', { deposit: 7 }),
          spring.reviewed(1, true, 'review'),
          spring.funded('fay', 60, 'fund'),
          spring.funded('gus', 40, 'fund'),
        ],
      },
      { timestamp: 2_100, events: [spring.gave(1, donor(0, 1), 9, 9, 'give')] },
      { timestamp: 2_200, events: [spring.cancelled('The river rose', 'cancel')] },
      {
        timestamp: 2_300,
        events: [
          spring.returned(1, donor(0, 1), 9, 0, 'return'),
          spring.fundingReturned('fay', 60, 'back'),
          spring.depositReturned(1, 7, 'deposit'),
        ],
      },
    ],
    assertions: [
      {
        query: `{ fundingRounds { outcome cancelReason cancelledAt cancelledBlock cancelledTransaction finalizedAt pool gifts
          held left owed funders(orderBy: funder) { given returned } projects { status matched depositReturnedAt } } }`,
        expected: {
          fundingRounds: [
            {
              outcome: 'CANCELLED',
              cancelReason: 'The river rose',
              cancelledAt: '2200',
              cancelledBlock: '6',
              cancelledTransaction: hash('cancel'),
              finalizedAt: null,
              pool: '100',
              gifts: '0',
              held: '40',
              left: null,
              owed: '40',
              funders: [
                { given: '60', returned: '60' },
                { given: '40', returned: null },
              ],
              projects: [{ status: 'ACCEPTED', matched: null, depositReturnedAt: '2300' }],
            },
          ],
        },
      },
    ],
  },
  {
    name: 'a nonce is used up by its giver',
    blocks: [
      {
        timestamp: 1_000,
        events: [
          emit(
            'QuadraticFunding',
            quadraticFunding,
            'NonceUsed',
            { giver: account('ada'), nonce: '18446744073709551616' },
            'hand in',
          ),
        ],
      },
    ],
    assertions: [
      {
        query: '{ usedNonces { id giver nonce at transaction } }',
        expected: {
          usedNonces: [
            {
              id: concat(account('ada'), `0x${(2n ** 64n).toString(16).padStart(64, '0')}`),
              giver: account('ada'),
              nonce: '18446744073709551616',
              at: '1000',
              transaction: hash('hand in'),
            },
          ],
        },
      },
    ],
  },
]
