import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import {
  ApplicationWithdrawn,
  DepositReturned,
  FundingReturned,
  GiftMade,
  GiftReturned,
  HouseholdSet,
  NonceUsed,
  PoolFunded,
  ProjectApplied,
  ProjectPaid,
  ProjectReviewed,
  RoundCancelled,
  RoundFinalized,
  RoundOpened,
} from '../generated/QuadraticFunding/QuadraticFunding'
import {
  Contribution,
  Donor,
  FundingRound,
  Gift,
  Household,
  Payout,
  PoolFunding,
  Project,
  Review,
  UsedNonce,
} from '../generated/schema'
import {
  contributionKey,
  donorKey,
  eventKey,
  householdKey,
  isZero,
  nonceKey,
  poolFundingKey,
  projectKey,
} from './identifiers'
import { growthOf, lossOf, matchOf, rootOf } from './matching'
import { memberById, memberOf } from './memberOf'

/** Bits of a donor that are its memberId. */
const MEMBER_BITS: u8 = 64

export function handleRoundOpened(event: RoundOpened): void {
  const terms = event.params.terms
  const communities: Bytes[] = [terms.communityId]
  for (let i = 0; i < terms.others.length; i++) communities.push(terms.others[i])

  const round = new FundingRound(event.params.roundId)
  round.community = terms.communityId
  round.communities = communities
  round.communityIds = communities
  round.token = terms.token
  round.givingFrom = terms.givingFrom
  round.givingUntil = terms.givingUntil
  round.reviewUntil = terms.reviewUntil
  round.expiresAt = terms.expiresAt
  round.cap = terms.cap.isZero() ? null : terms.cap
  round.minGift = terms.minGift
  round.leastPool = terms.leastPool
  round.deposit = terms.deposit
  round.householdBound = terms.householdBound
  round.undoPeriod = terms.undoPeriod
  round.scaleUp = terms.scaleUp
  round.document = terms.document
  round.openedAt = event.block.timestamp
  round.openedBlock = event.block.number
  round.openedTransaction = event.transaction.hash
  round.outcome = 'OPEN'
  round.funded = terms.leastPool.isZero()
  round.pool = BigInt.zero()
  round.gifts = BigInt.zero()
  round.held = BigInt.zero()
  round.projectCount = 0
  round.acceptedCount = 0
  round.acceptedProjects = []
  round.owed = BigInt.zero()
  round.save()
}

export function handlePoolFunded(event: PoolFunded): void {
  const round = loadRound(event.params.roundId)
  round.pool = round.pool.plus(event.params.amount)
  round.owed = round.owed.plus(event.params.amount)
  round.held = round.held.plus(event.params.amount)
  // The contract takes nothing while giving lasts unless the pool held enough when it began.
  if (round.pool >= round.leastPool) round.funded = true
  round.save()

  const key = poolFundingKey(round.id, event.params.funder)
  let funding = PoolFunding.load(key)
  if (funding == null) {
    funding = new PoolFunding(key)
    funding.round = round.id
    funding.funder = event.params.funder
    funding.given = BigInt.zero()
  }
  funding.given = funding.given.plus(event.params.amount)
  funding.givenAt = event.block.timestamp
  funding.givenTransaction = event.transaction.hash
  funding.save()
}

export function handleProjectApplied(event: ProjectApplied): void {
  const round = loadRound(event.params.roundId)
  round.projectCount = round.projectCount + 1
  round.held = round.held.plus(event.params.deposit)
  round.save()

  const project = new Project(projectKey(round.id, event.params.project))
  project.round = round.id
  project.number = event.params.project.toI32()
  project.applicant = event.params.applicant
  project.recipient = event.params.recipient
  if (!isZero(event.params.versionId)) {
    project.versionId = event.params.versionId
    project.version = event.params.versionId
  }
  project.document = event.params.document
  project.documentURI = event.params.documentURI
  project.status = 'PENDING'
  project.appliedAt = event.block.timestamp
  project.appliedTransaction = event.transaction.hash
  project.deposit = event.params.deposit
  project.gifts = BigInt.zero()
  project.donorCount = 0
  project.roots = BigInt.zero()
  project.pairs = BigInt.zero()
  project.save()
}

export function handleApplicationWithdrawn(event: ApplicationWithdrawn): void {
  const project = loadProject(event.params.roundId, event.params.project)
  changeStatus(project, 'WITHDRAWN')
  project.withdrawnAt = event.block.timestamp
  project.withdrawnTransaction = event.transaction.hash
  project.save()
}

export function handleProjectReviewed(event: ProjectReviewed): void {
  const project = loadProject(event.params.roundId, event.params.project)
  changeStatus(project, event.params.accepted ? 'ACCEPTED' : 'REJECTED')
  project.save()

  const review = new Review(eventKey(event))
  review.project = project.id
  review.accepted = event.params.accepted
  review.by = event.params.by
  review.member = memberOf(loadRound(project.round).community, event.params.by)
  review.reason = event.params.reason
  review.at = event.block.timestamp
  review.block = event.block.number
  review.logIndex = event.logIndex
  review.transaction = event.transaction.hash
  review.save()
}

export function handleHouseholdSet(event: HouseholdSet): void {
  const round = loadRound(event.params.roundId)
  const donor = donorIn(round, event.params.community.leftShift(MEMBER_BITS).plus(event.params.memberId))
  donor.household = null
  if (!isZero(event.params.household)) {
    const key = householdKey(round.id, event.params.household)
    if (Household.load(key) == null) {
      const household = new Household(key)
      household.round = round.id
      household.household = event.params.household
      household.save()
    }
    donor.household = key
  }
  donor.save()
}

export function handleGiftMade(event: GiftMade): void {
  const contribution = count(
    event.params.roundId,
    event.params.project,
    event.params.donor,
    event.params.total,
  )
  contribution.latest = event.params.amount
  contribution.latestAt = event.block.timestamp
  contribution.save()
  record(event, event.params.roundId, contribution, 'GIVEN', event.params.giver, event.params.amount)
}

export function handleGiftReturned(event: GiftReturned): void {
  const contribution = count(
    event.params.roundId,
    event.params.project,
    event.params.donor,
    event.params.total,
  )
  contribution.latest = BigInt.zero()
  contribution.latestAt = null
  contribution.save()
  record(event, event.params.roundId, contribution, 'RETURNED', event.params.to, event.params.amount)
}

export function handleRoundFinalized(event: RoundFinalized): void {
  const round = loadRound(event.params.roundId)
  round.outcome = 'FINALIZED'
  round.numerator = event.params.numerator
  round.denominator = event.params.denominator
  round.threshold = event.params.threshold
  round.matched = event.params.matched
  round.dust = event.params.left
  round.left = event.params.left
  round.finalizedBy = event.params.by
  round.finalizedAt = event.block.timestamp
  round.finalizedBlock = event.block.number
  round.finalizedTransaction = event.transaction.hash
  round.save()

  for (let i = 0; i < round.acceptedProjects.length; i++) {
    const project = Project.load(round.acceptedProjects[i])!
    project.matched = matchOf(
      project.pairs,
      event.params.numerator,
      event.params.denominator,
      event.params.threshold,
      round.cap,
    )
    project.save()
  }
}

export function handleRoundCancelled(event: RoundCancelled): void {
  const round = loadRound(event.params.roundId)
  round.outcome = 'CANCELLED'
  round.cancelReason = event.params.reason
  round.cancelledAt = event.block.timestamp
  round.cancelledBlock = event.block.number
  round.cancelledTransaction = event.transaction.hash
  round.save()
}

export function handleProjectPaid(event: ProjectPaid): void {
  const round = loadRound(event.params.roundId)
  round.held = round.held.minus(event.params.gifts).minus(event.params.matched)
  round.save()

  const project = loadProject(event.params.roundId, event.params.project)
  project.status = 'PAID'
  project.payout = project.id
  project.save()

  const payout = new Payout(project.id)
  payout.round = round.id
  payout.project = project.id
  payout.to = event.params.to
  payout.gifts = event.params.gifts
  payout.matched = event.params.matched
  payout.at = event.block.timestamp
  payout.block = event.block.number
  payout.transaction = event.transaction.hash
  payout.save()
}

export function handleFundingReturned(event: FundingReturned): void {
  const round = loadRound(event.params.roundId)
  const funding = PoolFunding.load(poolFundingKey(round.id, event.params.funder))!
  funding.returned = event.params.amount
  funding.returnedTo = event.params.to
  funding.returnedAt = event.block.timestamp
  funding.returnedTransaction = event.transaction.hash
  funding.save()

  round.held = round.held.minus(event.params.amount)
  round.owed = round.owed.minus(funding.given)
  const left = round.left
  if (left !== null) round.left = left.minus(event.params.amount)
  round.save()
}

export function handleDepositReturned(event: DepositReturned): void {
  const round = loadRound(event.params.roundId)
  round.held = round.held.minus(event.params.amount)
  round.save()

  const project = loadProject(event.params.roundId, event.params.project)
  project.depositReturnedAt = event.block.timestamp
  project.depositReturnedTo = event.params.to
  project.depositReturnedTransaction = event.transaction.hash
  project.save()
}

export function handleNonceUsed(event: NonceUsed): void {
  const used = new UsedNonce(nonceKey(event.params.giver, event.params.nonce))
  used.giver = event.params.giver
  used.nonce = event.params.nonce
  used.at = event.block.timestamp
  used.transaction = event.transaction.hash
  used.save()
}

/** The caller saves the project. */
function changeStatus(project: Project, status: string): void {
  const round = loadRound(project.round)
  const accepted = round.acceptedProjects
  if (project.status == 'ACCEPTED') accepted.splice(accepted.indexOf(project.id), 1)
  if (status == 'ACCEPTED') accepted.push(project.id)
  round.acceptedProjects = accepted
  round.acceptedCount = accepted.length
  round.save()
  project.status = status
}

/** Counts that a donor's gifts to a project are `total` now, as the contract does. The caller saves the contribution. */
function count(roundId: Bytes, projectNumber: BigInt, donorId: BigInt, total: BigInt): Contribution {
  const round = loadRound(roundId)
  const project = loadProject(roundId, projectNumber)
  const donor = donorIn(round, donorId)
  const key = contributionKey(project.id, donorId)
  let contribution = Contribution.load(key)
  if (contribution == null) {
    contribution = new Contribution(key)
    contribution.project = project.id
    contribution.donor = donor.id
    contribution.total = BigInt.zero()
    contribution.root = BigInt.zero()
  }
  const growth = total.minus(contribution.total)
  const before = contribution.root
  const after = rootOf(total)

  if (contribution.total.isZero()) project.donorCount = project.donorCount + 1
  if (total.isZero()) project.donorCount = project.donorCount - 1
  project.pairs = project.pairs
    .plus(growthOf(project.roots, before, after))
    .plus(householdGrowth(round, project, donor, before, after))
  project.roots = project.roots.plus(after).minus(before)
  project.gifts = project.gifts.plus(growth)
  project.save()
  donor.gifts = donor.gifts.plus(growth)
  donor.save()
  round.gifts = round.gifts.plus(growth)
  round.held = round.held.plus(growth)
  round.save()

  contribution.total = total
  contribution.root = after
  return contribution
}

/** What changes of what a donor's pairs with others of its household give up. */
function householdGrowth(
  round: FundingRound,
  project: Project,
  donor: Donor,
  before: BigInt,
  after: BigInt,
): BigInt {
  let growth = BigInt.zero()
  const key = donor.household
  if (key === null) return growth
  const others = Household.load(key)!.donors.load()
  for (let i = 0; i < others.length; i++) {
    if (others[i].id == donor.id) continue
    const contribution = Contribution.load(contributionKey(project.id, others[i].donor))
    if (contribution == null) continue
    growth = growth
      .plus(lossOf(before, contribution.root, round.householdBound))
      .minus(lossOf(after, contribution.root, round.householdBound))
  }
  return growth
}

function record(
  event: ethereum.Event,
  roundId: Bytes,
  contribution: Contribution,
  kind: string,
  account: Address,
  amount: BigInt,
): void {
  const gift = new Gift(eventKey(event))
  gift.round = roundId
  gift.project = contribution.project
  gift.donor = contribution.donor
  gift.contribution = contribution.id
  gift.kind = kind
  gift.account = account
  gift.amount = amount
  gift.total = contribution.total
  gift.at = event.block.timestamp
  gift.block = event.block.number
  gift.logIndex = event.logIndex
  gift.transaction = event.transaction.hash
  gift.save()
}

/** The caller saves it. */
function donorIn(round: FundingRound, donorId: BigInt): Donor {
  const key = donorKey(round.id, donorId)
  let donor = Donor.load(key)
  if (donor == null) {
    const index = donorId.rightShift(MEMBER_BITS)
    const community = round.communityIds[index.toI32()]
    const memberId = donorId.minus(index.leftShift(MEMBER_BITS))
    donor = new Donor(key)
    donor.round = round.id
    donor.donor = donorId
    donor.communityIndex = index.toI32()
    donor.community = community
    donor.memberId = memberId
    donor.member = memberById(community, memberId)
    donor.gifts = BigInt.zero()
  }
  return donor
}

function loadRound(roundId: Bytes): FundingRound {
  return FundingRound.load(roundId)!
}

function loadProject(roundId: Bytes, project: BigInt): Project {
  return Project.load(projectKey(roundId, project))!
}
