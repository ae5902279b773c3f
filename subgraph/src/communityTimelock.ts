import { Operation, Proposal, Spending, Treasury } from '../generated/schema'
import {
  Cancelled,
  MinDelayChange,
  TreasuryCapSet,
  TreasurySpent,
} from '../generated/templates/CommunityTimelock/CommunityTimelock'
import { eventKey, operationKey } from './identifiers'

export function handleTreasuryCapSet(event: TreasuryCapSet): void {
  const treasury = Treasury.load(event.address)!
  treasury.capBps = event.params.capBps.toI32()
  treasury.capPeriod = event.params.period
  treasury.save()
}

export function handleTreasurySpent(event: TreasurySpent): void {
  const spending = new Spending(eventKey(event))
  spending.treasury = event.address
  spending.token = event.params.token
  spending.amount = event.params.amount
  spending.at = event.block.timestamp
  spending.transaction = event.transaction.hash
  spending.save()
}

export function handleMinDelayChange(event: MinDelayChange): void {
  const treasury = Treasury.load(event.address)!
  treasury.delay = event.params.newDuration
  treasury.save()
}

/**
 * The Governor says nothing of it: to it the proposal is canceled from then on. Its own cancelling comes before anything
 * waits in the timelock.
 */
export function handleCancelled(event: Cancelled): void {
  const communities = Treasury.load(event.address)!.communities.load()
  for (let i = 0; i < communities.length; i++) {
    const operation = Operation.load(operationKey(communities[i].id, event.params.id))
    if (operation == null) continue
    const proposal = Proposal.load(operation.proposal)!
    if (proposal.state != 'QUEUED') continue
    proposal.state = 'VETOED'
    proposal.vetoedAt = event.block.timestamp
    proposal.vetoedTransaction = event.transaction.hash
    proposal.save()
  }
}
