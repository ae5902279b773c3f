import { Consent, Council, Operation, VetoSupport } from '../generated/schema'
import {
  ConsentGiven,
  ConsentWithdrawn,
  ThresholdsSet,
  VetoPowerSet,
  VetoSupported,
} from '../generated/templates/ElderCouncil/ElderCouncil'
import { consentKey, eventKey, operationKey } from './identifiers'
import { memberById } from './memberOf'
import { currentCommunity } from './watchedContract'

export function handleConsentGiven(event: ConsentGiven): void {
  const key = consentKey(event.address, event.params.subject, event.params.memberId)
  let consent = Consent.load(key)
  if (consent == null) {
    consent = new Consent(key)
    consent.council = event.address
    consent.subject = event.params.subject
    consent.version = event.params.subject
    consent.member = memberById(currentCommunity(), event.params.memberId)
  }
  consent.elder = event.params.elder
  consent.givenAt = event.block.timestamp
  consent.withdrawnAt = null
  consent.save()
}

export function handleConsentWithdrawn(event: ConsentWithdrawn): void {
  const consent = Consent.load(consentKey(event.address, event.params.subject, event.params.memberId))
  // Given before the council was named, so never seen here.
  if (consent == null) return
  consent.withdrawnAt = event.block.timestamp
  consent.save()
}

export function handleVetoSupported(event: VetoSupported): void {
  const communityId = currentCommunity()
  const operation = Operation.load(operationKey(communityId, event.params.operationId))
  const support = new VetoSupport(eventKey(event))
  support.community = communityId
  support.council = event.address
  support.operationId = event.params.operationId
  support.proposal = operation == null ? null : operation.proposal
  support.member = memberById(communityId, event.params.memberId)
  support.elder = event.params.elder
  support.reason = event.params.reason
  support.at = event.block.timestamp
  support.transaction = event.transaction.hash
  support.save()
}

export function handleThresholdsSet(event: ThresholdsSet): void {
  const council = Council.load(event.address)!
  council.consentThreshold = event.params.consentThreshold.toI32()
  council.vetoThreshold = event.params.vetoThreshold.toI32()
  council.save()
}

export function handleVetoPowerSet(event: VetoPowerSet): void {
  const council = Council.load(event.address)!
  council.vetoExpiresAt = event.params.expiresAt
  council.save()
}
