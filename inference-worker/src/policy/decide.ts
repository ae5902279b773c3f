import type { Standing } from '../chain/Chain.ts'
import { type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import { WorkerError } from '../errors/WorkerError.ts'

export interface Allowed {
  allowed: true
  /** A stable word for why; in `approved` the community's vote alone decided. */
  reason: 'approved'
}

const zero = `0x${'0'.repeat(64)}`

/**
 * Decides whether a version may answer at this moment, from what the chain says of it and the chain's own time.
 * @returns The decision where it is yes; a no is thrown, so that none can be overlooked.
 * @throws WorkerError with the code of the refusal, and `until` where time alone will change it.
 */
export function decide(record: VersionRecord, standing: Standing): Allowed {
  const { versionId } = record
  const { decision, head } = standing
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
  refuseUnknownPolicy(record, decision.policyId)
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
  return { allowed: true, reason: 'approved' }
}

/**
 * A cultural protocol that this worker cannot read is one that it must assume to forbid.
 * @throws WorkerError `policy_unsupported`.
 */
export function refuseUnknownPolicy(record: VersionRecord, decided: string): void {
  const attached = [record.policyId, decided].find((policyId) => policyId.toLowerCase() !== zero)
  if (attached !== undefined) {
    throw new WorkerError(
      'policy_unsupported',
      `Version ${record.versionId} stands under the cultural protocol ${attached}, which this worker cannot enforce`,
      {
        versionId: record.versionId,
        next: 'Run a worker that knows cultural protocols; this one refuses what it cannot judge.',
      },
    )
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
      return new WorkerError('model_not_found', `No version ${versionId} is on record`, {
        param: 'model',
        next: 'GET /v1/models lists what can be asked.',
      })
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

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
