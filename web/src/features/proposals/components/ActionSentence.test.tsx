// @vitest-environment happy-dom
import type { DecodedAction } from '@commonweal/sdk/proposals/action'
import { cleanup, render } from '@testing-library/react'
import { NextIntlClientProvider } from 'next-intl'
import { afterEach, describe, expect, it } from 'vitest'
import common from '../../../../messages/en/common.json'
import proposals from '../../../../messages/en/proposals.json'
import { ActionSentence } from './ActionSentence'

afterEach(cleanup)

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const ben = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const token = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const nobody = `0x${'0'.repeat(40)}` as const
const communityId = word('a')
const versionId = word('b')
const terms = {
  communityId,
  others: [],
  token,
  givingFrom: 1_900_000_000,
  givingUntil: 1_900_086_400,
  reviewUntil: 1_900_172_800,
  expiresAt: 1_900_259_200,
  cap: 0n,
  minGift: 1n,
  leastPool: 0n,
  deposit: 0n,
  householdBound: 0n,
  undoPeriod: 0,
  scaleUp: false,
  document: word('0'),
} as const

function say(action: DecodedAction): string {
  const { container } = render(
    <NextIntlClientProvider
      locale="en"
      timeZone="UTC"
      messages={{ common, proposals } as never}
      onError={(error) => {
        throw error
      }}
    >
      <ActionSentence
        action={action}
        names={{
          communityId,
          versions: new Map([[versionId, { number: 3, slug: 'harvest' }]]) as never,
          addresses: new Map([[ben, { kind: 'member', memberId: '2' }]]),
        }}
      />
    </NextIntlClientProvider>,
  )
  return container.textContent ?? ''
}

/** What each kind is told by; the type has the compiler name a kind that is missing. */
const sentences: { [kind in DecodedAction['kind']]: [Extract<DecodedAction, { kind: kind }>, string][] } = {
  approveVersion: [
    [
      { kind: 'approveVersion', communityId, versionId, policyId: word('0'), supersedesParent: false },
      'Approve version 3 of harvest for this community.',
    ],
    [
      { kind: 'approveVersion', communityId, versionId, policyId: word('c'), supersedesParent: true },
      'under the cultural protocol 0xcccc',
    ],
    [
      { kind: 'approveVersion', communityId, versionId, policyId: word('0'), supersedesParent: true },
      'in place of the version it descends from',
    ],
  ],
  setEvaluator: [
    [{ kind: 'setEvaluator', communityId, evaluator: ben, recognised: true }, 'Give weight to what Member 2'],
    [{ kind: 'setEvaluator', communityId, evaluator: ben, recognised: false }, 'Give no weight any more'],
  ],
  setEvaluationRequired: [
    [{ kind: 'setEvaluationRequired', communityId, required: true }, 'Approve no model without a report'],
    [{ kind: 'setEvaluationRequired', communityId, required: false }, 'without a report about them'],
  ],
  loosenPolicy: [
    [{ kind: 'loosenPolicy', policyId: word('c'), rules: {} as never }, 'Give the cultural protocol 0xcccc'],
  ],
  setCommercialGrant: [
    [{ kind: 'setCommercialGrant', policyId: word('c'), account: ben, granted: true }, 'Let Member 2'],
    [
      { kind: 'setCommercialGrant', policyId: word('c'), account: ben, granted: false },
      'No longer let Member 2',
    ],
  ],
  setDerivativeApproval: [
    [
      { kind: 'setDerivativeApproval', policyId: word('c'), versionId, approved: true },
      'Let version 3 of harvest be made out of',
    ],
    [
      { kind: 'setDerivativeApproval', policyId: word('c'), versionId, approved: false },
      'No longer let version 3 of harvest',
    ],
  ],
  setGrant: [
    [
      {
        kind: 'setGrant',
        communityId,
        to: word('d'),
        scopes: 3,
        expiresAt: 1_900_000_000,
        keepsOnRevocation: true,
      },
      'adopt this community’s models and make models out of them. Until',
    ],
    [
      {
        kind: 'setGrant',
        communityId,
        to: word('d'),
        scopes: 0,
        expiresAt: 0,
        keepsOnRevocation: false,
      },
      'Share nothing with the community 0xdddd',
    ],
  ],
  openRound: [
    [{ kind: 'openRound', salt: word('1'), terms }, 'Open a round in which members give to projects from'],
    [
      { kind: 'openRound', salt: word('1'), terms: { ...terms, communityId: word('d') } },
      'Careful: this names another community',
    ],
  ],
  cancelRound: [
    [{ kind: 'cancelRound', roundId: word('e'), reason: 'no money' }, 'Give up the funding round 0xeeee'],
  ],
  acceptProject: [
    [
      { kind: 'acceptProject', roundId: word('e'), project: 2n, reason: 'fair' },
      'Let project 2 take part in the funding round 0xeeee',
    ],
  ],
  rejectProject: [
    [
      { kind: 'rejectProject', roundId: word('e'), project: 2n, reason: 'not ours' },
      'Let project 2 take no part in the funding round 0xeeee',
    ],
  ],
  suspendVersion: [
    [
      { kind: 'suspendVersion', communityId, versionId, reason: 'harm' },
      'Stop version 3 of harvest at once.',
    ],
  ],
  restoreVersion: [
    [{ kind: 'restoreVersion', communityId, versionId }, 'Let version 3 of harvest run again'],
    [{ kind: 'restoreVersion', communityId: word('d'), versionId }, 'Careful: this names another community'],
  ],
  revokeVersion: [
    [{ kind: 'revokeVersion', communityId, versionId, reason: 'harm' }, 'End the approval of version 3'],
  ],
  admitMember: [
    [{ kind: 'admitMember', account: token, roles: 3 }, 'as a member, with the roles: Elder and Steward.'],
  ],
  removeMember: [[{ kind: 'removeMember', account: ben, reason: 'gone' }, 'End the membership of Member 2']],
  setRoles: [[{ kind: 'setRoles', account: ben, roles: 0 }, 'exactly these roles: none.']],
  setVouching: [
    [
      { kind: 'setVouching', needed: 3, seconds: 86_400 },
      'whom 3 members vouch for. A vouch counts for 1 day.',
    ],
    [{ kind: 'setVouching', needed: 0, seconds: 0 }, 'Let nobody in by vouching any more'],
  ],
  setRecoveryDelay: [[{ kind: 'setRecoveryDelay', seconds: 86_400 }, 'moves to a new key to 1 day.']],
  supportRecovery: [
    [{ kind: 'supportRecovery', memberId: 7n, to: token }, 'Move the membership of member 7 to 0x5FbD'],
  ],
  cancelRecovery: [
    [{ kind: 'cancelRecovery', memberId: 7n }, 'Stop every attempt to move the membership of member 7'],
  ],
  transferNative: [
    [{ kind: 'transferNative', to: ben, amount: 10n ** 18n }, 'Pay 1 ETH from the treasury to Member 2'],
  ],
  transferToken: [
    [
      { kind: 'transferToken', token, to: ben, amount: 2n ** 200n },
      'pay 1606938044258990275541962092341162602522202993782792835301376 of its smallest units from the treasury to Member 2',
    ],
  ],
  setVotingDelay: [[{ kind: 'setVotingDelay', seconds: 60 }, 'to its voting to 1 minute.']],
  setVotingPeriod: [[{ kind: 'setVotingPeriod', seconds: 3_600 }, 'how long voting lasts to 1 hour.']],
  setLateQuorumVoteExtension: [
    [{ kind: 'setLateQuorumVoteExtension', seconds: 3_600 }, 'when a late vote decides to 1 hour.'],
  ],
  setQuorumBps: [[{ kind: 'setQuorumBps', basisPoints: 4_050 }, 'to 40.5%.']],
  setMinimumVoters: [[{ kind: 'setMinimumVoters', voters: 9 }, 'how many people must have voted to 9.']],
  setProposalThreshold: [
    [{ kind: 'setProposalThreshold', members: 1 }, 'Let every member propose alone.'],
    [{ kind: 'setProposalThreshold', members: 3 }, 'Ask for 3 members together to make a proposal.'],
  ],
  setReproposalCooldown: [
    [{ kind: 'setReproposalCooldown', seconds: 604_800 }, 'cannot be proposed again to 7 days.'],
  ],
  setSuperMajorityBps: [
    [{ kind: 'setSuperMajorityBps', basisPoints: 6_667 }, 'to 66.67% of the votes for and against.'],
  ],
  relay: [
    [
      { kind: 'relay', payment: { kind: 'transferNative', to: ben, amount: 10n ** 18n } },
      'Pay 1 ETH that lies in the ballot box, instead of in the treasury, to Member 2',
    ],
    [
      { kind: 'relay', payment: { kind: 'transferToken', token, to: ben, amount: 5n } },
      'pay 5 of its smallest units that lie in the ballot box',
    ],
  ],
  setTimelock: [[{ kind: 'setTimelock', timelock: token }, 'take effect in another place: 0x5FbD']],
  setTimelockDelay: [[{ kind: 'setTimelockDelay', seconds: 86_400n }, 'to its effect to 1 day.']],
  setTreasuryCap: [
    [
      { kind: 'setTreasuryCap', basisPoints: 1_000, seconds: 86_400 },
      'spend at most 10% of the treasury within 1 day.',
    ],
    [{ kind: 'setTreasuryCap', basisPoints: 10_000, seconds: 86_400 }, 'spend the whole treasury.'],
  ],
  grantTimelockRole: [
    [{ kind: 'grantTimelockRole', role: 'admin', account: ben }, '79C8 administer the waiting room.'],
    [{ kind: 'grantTimelockRole', role: 'proposer', account: ben }, 'without a vote.'],
    [{ kind: 'grantTimelockRole', role: 'canceller', account: ben }, '79C8 stop decisions'],
    [{ kind: 'grantTimelockRole', role: 'executor', account: ben }, '79C8 carry out decisions'],
  ],
  revokeTimelockRole: [
    [{ kind: 'revokeTimelockRole', role: 'admin', account: ben }, 'No longer let Member 2'],
    [{ kind: 'revokeTimelockRole', role: 'proposer', account: ben }, 'No longer let Member 2'],
    [{ kind: 'revokeTimelockRole', role: 'canceller', account: ben }, '79C8 stop decisions'],
    [{ kind: 'revokeTimelockRole', role: 'executor', account: ben }, '79C8 carry out decisions'],
  ],
  setCouncilThresholds: [
    [
      { kind: 'setCouncilThresholds', consent: 2, veto: 1 },
      'Ask for 2 elders to give consent where no policy says how many, and for 1 elder to stop a decision',
    ],
  ],
  setVetoPower: [
    [{ kind: 'setVetoPower', expiresAt: 1_900_000_000 }, 'until Mar 1'],
    [{ kind: 'setVetoPower', expiresAt: 2 ** 48 - 1 }, ', 275760'],
    [{ kind: 'setVetoPower', expiresAt: 0 }, 'End the elders’ power to stop decisions'],
  ],
  setCharter: [
    [
      { kind: 'setCharter', communityId, charterDigest: word('c'), charterURI: '' },
      'Put a new charter in force',
    ],
  ],
  setGovernor: [
    [{ kind: 'setGovernor', communityId, governor: token }, 'from another ballot box: 0x5FbD'],
    [{ kind: 'setGovernor', communityId, governor: nobody }, 'from no ballot box any more.'],
  ],
  setCouncil: [
    [{ kind: 'setCouncil', communityId, council: token }, 'act through another council: 0x5FbD'],
    [{ kind: 'setCouncil', communityId, council: nobody }, 'Have no council of elders any more.'],
  ],
  offerAuthority: [
    [{ kind: 'offerAuthority', communityId, to: token }, 'Offer all power over this community to 0x5FbD'],
    [{ kind: 'offerAuthority', communityId, to: nobody }, 'Take back the offer of power'],
  ],
  acceptAuthority: [
    [{ kind: 'acceptAuthority', communityId: word('d') }, 'Take over the power over a community'],
  ],
  unknown: [
    [
      { kind: 'unknown', target: token, value: 10n ** 18n, calldata: '0x12345678', selector: '0x12345678' },
      'This app does not know what this does',
    ],
  ],
}

describe('the sentence for an action', () => {
  it.each(Object.values(sentences).flat())('%o says what will change', (action, words) => {
    const said = say(action)
    expect(said).toContain(words)
    expect(said).not.toMatch(/[{}<>]|proposals\.actions/)
  })
})
