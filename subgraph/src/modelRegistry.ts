import { BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  ModelCreated,
  VersionApproved,
  VersionRestored,
  VersionRevoked,
  VersionSubmitted,
  VersionSuspended,
  VersionWithdrawn,
} from '../generated/ModelRegistry/ModelRegistry'
import { Community, Decision, Model, PendingExecution, StatusChange, Version } from '../generated/schema'
import { decisionKey, eventKey, isZero } from './identifiers'

export function handleModelCreated(event: ModelCreated): void {
  const model = new Model(event.params.modelId)
  model.community = event.params.communityId
  model.slug = event.params.slug
  model.createdAt = event.block.timestamp
  model.save()
}

export function handleVersionSubmitted(event: VersionSubmitted): void {
  const version = new Version(event.params.versionId)
  version.model = event.params.modelId
  version.community = event.params.communityId
  version.contributor = event.params.contributor
  version.manifestHash = event.params.manifestHash
  version.artifactsRoot = event.params.artifactsRoot
  version.artifactsCodec = event.params.artifactsCodec
  version.parent = isZero(event.params.parent) ? null : event.params.parent
  version.policyId = event.params.policyId
  version.totalBytes = event.params.totalBytes
  version.notBefore = nullIfZero(event.params.notBefore)
  version.expiresAt = nullIfZero(event.params.expiresAt)
  version.submittedAt = event.block.timestamp
  version.transaction = event.transaction.hash
  version.save()
  record(event, event.params.communityId, version.id, 'SUBMITTED', event.params.contributor, null)
}

export function handleVersionWithdrawn(event: VersionWithdrawn): void {
  const version = Version.load(event.params.versionId)!
  version.withdrawnAt = event.block.timestamp
  version.save()
  record(event, version.community, version.id, 'WITHDRAWN', event.params.contributor, null)
}

export function handleVersionApproved(event: VersionApproved): void {
  const key = decisionKey(event.params.communityId, event.params.versionId)
  let decision = Decision.load(key)
  if (decision == null) {
    decision = new Decision(key)
    decision.community = event.params.communityId
    decision.version = event.params.versionId
  }
  decision.status = 'APPROVED'
  decision.approvedAt = event.block.timestamp
  decision.changedAt = event.block.timestamp
  decision.policyId = event.params.policyId
  decision.save()
  recordOfAuthority(event, event.params.communityId, event.params.versionId, 'APPROVED', null)
}

export function handleVersionSuspended(event: VersionSuspended): void {
  setStatus(event, event.params.communityId, event.params.versionId, 'SUSPENDED')
  recordBy(
    event,
    event.params.communityId,
    event.params.versionId,
    'SUSPENDED',
    event.params.by,
    event.params.reason,
  )
}

export function handleVersionRestored(event: VersionRestored): void {
  setStatus(event, event.params.communityId, event.params.versionId, 'APPROVED')
  recordOfAuthority(event, event.params.communityId, event.params.versionId, 'RESTORED', null)
}

export function handleVersionRevoked(event: VersionRevoked): void {
  setStatus(event, event.params.communityId, event.params.versionId, 'REVOKED')
  recordBy(
    event,
    event.params.communityId,
    event.params.versionId,
    'REVOKED',
    event.params.by,
    event.params.reason,
  )
}

function setStatus(event: ethereum.Event, communityId: Bytes, versionId: Bytes, status: string): void {
  const decision = Decision.load(decisionKey(communityId, versionId))!
  decision.status = status
  decision.changedAt = event.block.timestamp
  decision.save()
}

/** Steps that only the community's authority can take do not say by whom. */
function recordOfAuthority(
  event: ethereum.Event,
  communityId: Bytes,
  versionId: Bytes,
  status: string,
  reason: string | null,
): void {
  const community = Community.load(communityId)!
  recordBy(event, communityId, versionId, status, community.authority, reason)
}

/** Records a step, and keeps it for the proposal that made it where the authority took it. */
function recordBy(
  event: ethereum.Event,
  communityId: Bytes,
  versionId: Bytes,
  status: string,
  by: Bytes,
  reason: string | null,
): void {
  const change = record(event, communityId, versionId, status, by, reason)
  if (by != Community.load(communityId)!.authority) return

  let pending = PendingExecution.load(event.transaction.hash)
  if (pending == null) {
    pending = new PendingExecution(event.transaction.hash)
    pending.changes = []
  }
  const changes = pending.changes
  changes.push(change)
  pending.changes = changes
  pending.save()
}

function record(
  event: ethereum.Event,
  communityId: Bytes,
  versionId: Bytes,
  status: string,
  by: Bytes,
  reason: string | null,
): Bytes {
  const change = new StatusChange(eventKey(event))
  change.version = versionId
  change.community = communityId
  change.status = status
  change.by = by
  change.reason = reason
  change.at = event.block.timestamp
  change.block = event.block.number
  change.logIndex = event.logIndex
  change.transaction = event.transaction.hash
  change.save()
  return change.id
}

function nullIfZero(value: BigInt): BigInt | null {
  return value.isZero() ? null : value
}
