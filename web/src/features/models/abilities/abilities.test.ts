import { describe, expect, it } from 'vitest'
import messages from '../../../../messages/en/models.json'
import { statuses } from '../status'
import { canProposeAbout, versionProposals } from './canProposeAbout'
import { canSuspend } from './canSuspend'

const allowed = (what: (typeof versionProposals)[number]) =>
  statuses.filter((status) => canProposeAbout(what, { status, isMember: true }).can)

describe('what may be proposed about a version', () => {
  it('is to approve what was not decided on, to restore what was stopped, to revoke what stands', () => {
    expect(allowed('approve')).toEqual(['Unknown', 'Submitted', 'ConsentPending', 'Consented'])
    expect(allowed('restore')).toEqual(['Suspended'])
    expect(allowed('revoke')).toEqual(['Approved', 'Suspended'])
  })

  it('is for members alone, and nothing once the approval has ended', () => {
    for (const what of versionProposals) {
      expect(canProposeAbout(what, { status: 'Revoked', isMember: true }).can).toBe(false)
      for (const status of statuses)
        expect(canProposeAbout(what, { status, isMember: false }).can).toBe(false)
    }
  })
})

describe('who may stop a version at once', () => {
  it('is an elder or a steward, while it is approved', () => {
    expect(statuses.filter((status) => canSuspend({ status, isGuardian: true }).can)).toEqual(['Approved'])
    expect(canSuspend({ status: 'Approved', isGuardian: false })).toEqual({
      can: false,
      reason: 'notGuardian',
    })
  })
})

it('every reason has words', () => {
  for (const status of statuses) {
    for (const flag of [true, false]) {
      const abilities = [
        ...versionProposals.map((what) => canProposeAbout(what, { status, isMember: flag })),
        canSuspend({ status, isGuardian: flag }),
      ]
      for (const ability of abilities) {
        if (!ability.can) expect(messages.act.cannot).toHaveProperty(ability.reason)
      }
    }
  }
})
