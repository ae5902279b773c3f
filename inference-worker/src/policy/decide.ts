import { type Reason, reasons } from '@commonweal/sdk/policy/reasons'
import { type Hex, zeroHash } from 'viem'
import type { Standing } from '../chain/Chain.ts'
import { type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError, type WorkerErrorCode } from '../errors/WorkerError.ts'
import type { Asker } from './Asker.ts'
import { isLetIn } from './PolicyDecision.ts'

export interface Allowed {
  allowed: true
  /** A stable word for why: without the community's vote there is no yes. */
  reason: 'approved'
  /** What the cultural protocol says beside it; null where the version stands under none. */
  policy: AllowedByPolicy | null
}

export interface AllowedByPolicy {
  policyId: Hex
  reason: 'ALLOWED'
  /** Chain time (Unix seconds) from which the answer may not leave any more; 0 where time alone ends nothing. */
  until: number
}

/**
 * Decides whether a version may answer somebody at this moment, from what the chain says of both and the chain's own
 * time. Who is outside the policy's audience is told what is told of a model that does not exist.
 * @returns The decision where it is yes; a no is thrown, so that none can be overlooked.
 * @throws WorkerError with the code of the refusal, and `until` where time alone will change it.
 */
export function decide(record: VersionRecord, standing: Standing, asker: Asker): Allowed {
  const { versionId } = record
  const { decision, head } = standing
  if (!mayKnow(record.policyId, standing)) throw noSuchModel()
  if (decision.status !== versionStatus.approved) throw refusalFor(versionId, decision.status)
  const now = Number(head.timestamp)
  if (record.expiresAt !== 0 && now >= record.expiresAt) throw expired(record)
  if (now < record.notBefore) {
    throw new WorkerError(
      'version_not_yet',
      `Version ${versionId} may not run before ${isoTime(record.notBefore)} (chain time is ${isoTime(now)})`,
      { versionId, until: record.notBefore, next: 'Ask again then.' },
    )
  }
  const policy = decideByPolicy(record, standing, asker)
  if (!standing.runnable) {
    throw new WorkerError(
      'version_not_approved',
      `The registry says that version ${versionId} may not run now`,
      {
        versionId,
        next: 'See the version’s page for its status.',
      },
    )
  }
  return { allowed: true, reason: 'approved', policy }
}

/** Whether the asker may know that there is such a version, by the decision of the policy that it stands under. */
export function mayKnow(policyId: Hex, { policy }: Pick<Standing, 'policy'>): boolean {
  return policyId === zeroHash || (policy !== undefined && isLetIn(policy))
}

/** For who asks for what is not there, and for whom nothing is to tell it from what is. */
export function noSuchModel(): WorkerError {
  return new WorkerError('model_not_found', 'There is no such model in this community', {
    param: 'model',
    next: 'GET /v1/models lists what can be asked.',
  })
}

function decideByPolicy(
  { versionId, policyId }: VersionRecord,
  { decision, policy, newest }: Standing,
  asker: Asker,
): AllowedByPolicy | null {
  if (decision.policyId !== policyId) {
    throw new WorkerError(
      'policy_unsupported',
      `Version ${versionId} was approved under another cultural protocol than the one it was submitted under`,
      { versionId, next: 'Replace the RPC: the registry does not allow this.' },
    )
  }
  if (policyId === zeroHash) return null
  if (policy === undefined) throw noSuchModel()
  if (asker.purpose === undefined) {
    throw new WorkerError(
      'purpose_required',
      `Version ${versionId} stands under a cultural protocol, which has to know what the answer is for`,
      { versionId, policyId, next: 'Send the header Commonweal-Purpose, such as education or research.' },
    )
  }
  if (!policy.allowed) throw policyRefusal(versionId, policyId, reasons[policy.reason], policy.until, asker)
  // Servers on two sides of the moment: the one behind does not lengthen what the one ahead knows to be over.
  if (isOver(policy, newest)) throw lapsed(versionId, policy.until)
  return { policyId, reason: 'ALLOWED', until: policy.until }
}

/** Whether a yes has ended by a moment of chain time, Unix seconds. */
export function isOver({ until }: { until: number }, moment: number): boolean {
  return until !== 0 && moment >= until
}

/** For an answer that was allowed, and would leave when it is not any more. */
export function lapsed(versionId: string, until: number): WorkerError {
  return new WorkerError(
    'chain_disagreement',
    `What the cultural protocol of version ${versionId} allowed ended at ${isoTime(until)}`,
    { versionId, next: 'Ask again: the protocol is asked anew.', retryAfterSeconds: 1 },
  )
}

const policyCodes: Partial<Record<Reason, WorkerErrorCode>> = {
  PURPOSE: 'protocol_purpose',
  OUTREACH_ONLY: 'protocol_outreach',
  COMMERCIAL_REFUSED: 'protocol_commercial',
  COMMERCIAL_NOT_GRANTED: 'protocol_commercial',
  EXPIRED: 'protocol_expired',
  CLOSED_EARLY: 'protocol_closed',
  OUT_OF_SEASON: 'protocol_season',
}

function policyRefusal(
  versionId: Hex,
  policyId: Hex,
  reason: Reason | undefined,
  until: number,
  { purpose }: Asker,
): WorkerError {
  const code = reason === undefined ? undefined : policyCodes[reason]
  const [what, next] = policyWords(reason, purpose)
  const facts = { versionId, policyId, reason, next, ...(until === 0 ? {} : { until }) }
  const when = until === 0 ? '' : ` until ${isoTime(until)}`
  return new WorkerError(
    code ?? 'policy_unsupported',
    `The cultural protocol of version ${versionId} ${what}${when}`,
    facts,
  )
}

/** What the protocol does, and what whoever asked can do. */
function policyWords(reason: Reason | undefined, purpose: Asker['purpose']): [what: string, next: string] {
  switch (reason) {
    case 'PURPOSE':
      return [
        `does not allow the purpose ${purpose}`,
        'Ask only for what the protocol allows; it is on the version’s page.',
      ]
    case 'OUTREACH_ONLY':
      return [
        'allows education and language revitalisation only, and nothing for gain',
        'Ask only for what the protocol allows; it is on the version’s page.',
      ]
    case 'COMMERCIAL_REFUSED':
      return ['does not allow use for gain', 'Use it without gain, or ask for another model.']
    case 'COMMERCIAL_NOT_GRANTED':
      return [
        'allows use for gain to those only who have a grant',
        'Ask the community for a grant, and sign in with the account that has it.',
      ]
    case 'EXPIRED':
      return ['has expired', 'Ask the community whether it sets new rules.']
    case 'CLOSED_EARLY':
      return ['was closed early, and allows nothing', 'Ask again when it is open.']
    case 'OUT_OF_SEASON':
      return ['is out of season, and allows nothing', 'Ask again when it is open.']
    default:
      return [
        `refuses for a reason that this worker does not know (${reason ?? 'a new one'})`,
        'Run a newer worker; this one refuses what it cannot judge.',
      ]
  }
}

/** The refusal of a version whose time is over. */
export function expired({ versionId, expiresAt }: VersionRecord): WorkerError {
  return new WorkerError('version_expired', `Version ${versionId} expired at ${isoTime(expiresAt)}`, {
    versionId,
    next: 'Ask for a newer version, or propose one.',
  })
}

/** The refusal that belongs to a status of the registry. */
export function refusalFor(versionId: string, status: number, reason?: string): WorkerError {
  const because = reason === undefined ? '' : `: ${reason}`
  switch (status) {
    case versionStatus.unknown:
      return noSuchModel()
    case versionStatus.suspended:
      return new WorkerError(
        'version_suspended',
        `Version ${versionId} is suspended by this community${because}`,
        {
          versionId,
          next: 'Only a vote of the community lifts a suspension.',
        },
      )
    case versionStatus.revoked:
      return new WorkerError(
        'version_revoked',
        `Version ${versionId} was revoked by this community${because}`,
        {
          versionId,
          next: 'Ask for another version; a revocation is final.',
        },
      )
    case versionStatus.superseded:
      return new WorkerError(
        'version_superseded',
        `This community voted a later version into the place of version ${versionId}`,
        {
          versionId,
          next: 'Ask by the model’s name: it leads to the version that took its place.',
        },
      )
    case versionStatus.withheld:
      return new WorkerError(
        'version_withheld',
        `Version ${versionId} is withheld: the community it was adopted from has suspended it, or shares it no longer`,
        {
          versionId,
          next: 'Ask that community; the worker takes it up again by itself.',
        },
      )
    default:
      return new WorkerError(
        'version_not_approved',
        `Version ${versionId} is not approved by this community`,
        {
          versionId,
          next: 'Propose it to the community; it runs once the vote has been executed.',
        },
      )
  }
}

/** The last moment that a date can tell, Unix seconds. The contracts take later ones. */
const lastMoment = 8.64e12

/** A moment of chain time (Unix seconds) as the API tells it. */
export function isoTime(seconds: number): string {
  return new Date(Math.min(seconds, lastMoment) * 1000).toISOString()
}
