import { modelRegistry, TestCommunity } from '../community.ts'
import { account, concat, emit, hash, type Scenario, word } from '../scenario.ts'

const river = new TestCommunity('river')
const hill = new TestCommunity('hill')
const founding = [
  { timestamp: 999, events: [river.founded('found'), hill.founded('found hill')] },
  {
    timestamp: 1_000,
    events: [river.admitted(1, 'ada', 0, 'admit'), hill.admitted(1, 'eve', 0, 'admit too')],
  },
]
const submitting = {
  timestamp: 1_100,
  events: [river.modelCreated('harvest', 'submit'), river.submitted('harvest', 'v1', 'submit')],
}
const proposing = {
  timestamp: 1_200,
  events: [river.proposed(7, 'ada', 'propose'), river.proposed(8, 'ada', 'propose too')],
}
const approving = {
  timestamp: 1_300,
  events: [river.approved('v1', 'execute'), river.executed(7, 'execute')],
}
const HISTORY = `{ version(id: "${hash('v1')}") { history(orderBy: at) {
  status by reason at block transaction community { name } proposal { proposalId } } } }`

function step(status: string, by: string, at: number, block: number, transaction: string, more: object = {}) {
  return {
    status,
    by,
    reason: null,
    at: String(at),
    block: String(block),
    transaction: hash(transaction),
    community: { name: 'river' },
    proposal: null,
    ...more,
  }
}

const submittedStep = step('SUBMITTED', account('contributor'), 1_100, 2, 'submit')
const approvedStep = step('APPROVED', river.authority, 1_300, 4, 'execute', { proposal: { proposalId: '7' } })

export const scenarios: Scenario[] = [
  {
    name: 'a submitted version carries all that was submitted',
    blocks: [...founding, submitting],
    assertions: [
      {
        query: `{ models { id slug createdAt community { name } versions { id community { name } contributor manifestHash
          artifactsRoot artifactsCodec parent { id } policyId totalBytes notBefore expiresAt submittedAt withdrawnAt
          transaction decisions { id } } } }`,
        expected: {
          models: [
            {
              id: hash('harvest'),
              slug: 'harvest',
              createdAt: '1100',
              community: { name: 'river' },
              versions: [
                {
                  id: hash('v1'),
                  community: { name: 'river' },
                  contributor: account('contributor'),
                  manifestHash: hash('manifest'),
                  artifactsRoot: hash('root'),
                  artifactsCodec: '112',
                  parent: null,
                  policyId: word(0),
                  totalBytes: '18446744073709551615',
                  notBefore: null,
                  expiresAt: null,
                  submittedAt: '1100',
                  withdrawnAt: null,
                  transaction: hash('submit'),
                  decisions: [],
                },
              ],
            },
          ],
        },
      },
      { query: HISTORY, expected: { version: { history: [submittedStep] } } },
    ],
  },
  {
    name: 'a second version names its parent, its window and its protocol',
    blocks: [
      ...founding,
      submitting,
      {
        timestamp: 1_150,
        events: [
          river.submitted('harvest', 'v2', 'second', {
            parent: hash('v1'),
            policyId: hash('policy'),
            notBefore: 5_000,
            expiresAt: 9_000,
          }),
        ],
      },
    ],
    assertions: [
      {
        query: `{ version(id: "${hash('v2')}") { parent { id } policyId notBefore expiresAt model { versions { id } } } }`,
        expected: {
          version: {
            parent: { id: hash('v1') },
            policyId: hash('policy'),
            notBefore: '5000',
            expiresAt: '9000',
            model: { versions: [{ id: hash('v1') }, { id: hash('v2') }] },
          },
        },
      },
      {
        query: `{ version(id: "${hash('v1')}") { children { id } } }`,
        expected: { version: { children: [{ id: hash('v2') }] } },
      },
    ],
  },
  {
    name: 'a withdrawn version says when and by whom',
    blocks: [
      ...founding,
      submitting,
      {
        timestamp: 1_150,
        events: [
          emit(
            'ModelRegistry',
            modelRegistry,
            'VersionWithdrawn',
            { versionId: hash('v1'), contributor: account('contributor') },
            'withdraw',
          ),
        ],
      },
    ],
    assertions: [
      { query: '{ versions { withdrawnAt } }', expected: { versions: [{ withdrawnAt: '1150' }] } },
      {
        query: HISTORY,
        expected: {
          version: {
            history: [submittedStep, step('WITHDRAWN', account('contributor'), 1_150, 3, 'withdraw')],
          },
        },
      },
    ],
  },
  {
    name: 'an approval is the decision in force and points to the proposal that made it',
    blocks: [...founding, submitting, proposing, approving],
    assertions: [
      {
        query: '{ decisions { id community { name } version { id } status approvedAt changedAt policyId } }',
        expected: {
          decisions: [
            {
              id: concat(river.id, hash('v1')),
              community: { name: 'river' },
              version: { id: hash('v1') },
              status: 'APPROVED',
              approvedAt: '1300',
              changedAt: '1300',
              policyId: word(0),
            },
          ],
        },
      },
      { query: HISTORY, expected: { version: { history: [submittedStep, approvedStep] } } },
      {
        query: '{ proposals(orderBy: proposalId) { proposalId statusChanges { status version { id } } } }',
        expected: {
          proposals: [
            { proposalId: '7', statusChanges: [{ status: 'APPROVED', version: { id: hash('v1') } }] },
            { proposalId: '8', statusChanges: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'a guardian suspends without a proposal, the community restores with one, and the approval keeps its date',
    blocks: [
      ...founding,
      submitting,
      proposing,
      approving,
      { timestamp: 1_400, events: [river.suspended('v1', account('ada'), 'names a grave site', 'stop')] },
      { timestamp: 1_500, events: [river.restored('v1', 'again'), river.executed(8, 'again')] },
    ],
    assertions: [
      {
        query: '{ decisions { status approvedAt changedAt } }',
        expected: { decisions: [{ status: 'APPROVED', approvedAt: '1300', changedAt: '1500' }] },
      },
      {
        query: HISTORY,
        expected: {
          version: {
            history: [
              submittedStep,
              approvedStep,
              step('SUSPENDED', account('ada'), 1_400, 5, 'stop', { reason: 'names a grave site' }),
              step('RESTORED', river.authority, 1_500, 6, 'again', { proposal: { proposalId: '8' } }),
            ],
          },
        },
      },
    ],
  },
  {
    name: 'while suspended, the decision says so',
    blocks: [
      ...founding,
      submitting,
      proposing,
      approving,
      { timestamp: 1_400, events: [river.suspended('v1', account('ada'), 'names a grave site', 'stop')] },
    ],
    assertions: [
      {
        query: '{ decisions { status approvedAt changedAt } }',
        expected: { decisions: [{ status: 'SUSPENDED', approvedAt: '1300', changedAt: '1400' }] },
      },
    ],
  },
  {
    name: 'a revocation is linked to the proposal executed in its transaction',
    blocks: [
      ...founding,
      submitting,
      proposing,
      approving,
      {
        timestamp: 1_400,
        events: [
          river.revoked('v1', river.authority, 'consent was withdrawn', 'end'),
          river.executed(8, 'end'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ decisions { status approvedAt changedAt } }',
        expected: { decisions: [{ status: 'REVOKED', approvedAt: '1300', changedAt: '1400' }] },
      },
      {
        query: HISTORY,
        expected: {
          version: {
            history: [
              submittedStep,
              approvedStep,
              step('REVOKED', river.authority, 1_400, 5, 'end', {
                reason: 'consent was withdrawn',
                proposal: { proposalId: '8' },
              }),
            ],
          },
        },
      },
    ],
  },
  {
    name: 'proposals executed in one transaction each get what they changed, and no other community takes it',
    blocks: [
      ...founding,
      submitting,
      {
        timestamp: 1_150,
        events: [river.submitted('harvest', 'v2', 'second'), river.submitted('harvest', 'v3', 'third')],
      },
      { timestamp: 1_200, events: [...proposing.events, hill.proposed(9, 'eve', 'propose hill')] },
      {
        timestamp: 1_300,
        events: [
          river.approved('v1', 'bundle'),
          hill.executed(9, 'bundle'),
          river.executed(7, 'bundle'),
          river.approved('v2', 'bundle'),
          river.suspended('v1', account('ada'), 'by a guardian', 'bundle'),
          river.executed(8, 'bundle'),
          river.approved('v3', 'bundle'),
        ],
      },
    ],
    assertions: [
      {
        query: '{ proposals(orderBy: proposalId) { proposalId statusChanges { status version { id } } } }',
        expected: {
          proposals: [
            { proposalId: '7', statusChanges: [{ status: 'APPROVED', version: { id: hash('v1') } }] },
            { proposalId: '8', statusChanges: [{ status: 'APPROVED', version: { id: hash('v2') } }] },
            { proposalId: '9', statusChanges: [] },
          ],
        },
      },
    ],
  },
  {
    name: 'two communities decide about one version by themselves',
    blocks: [
      ...founding,
      submitting,
      { timestamp: 1_300, events: [river.approved('v1', 'river'), hill.approved('v1', 'hill')] },
      { timestamp: 1_400, events: [river.revoked('v1', river.authority, 'no longer', 'end')] },
    ],
    assertions: [
      {
        query: '{ decisions { community { name } status } }',
        expected: {
          decisions: [
            { community: { name: 'river' }, status: 'REVOKED' },
            { community: { name: 'hill' }, status: 'APPROVED' },
          ],
        },
      },
    ],
  },
]
