import { addresses } from '@commonweal/contracts/addresses'
import { LOCAL_CHAIN_ID } from '../runtime/build/networks.ts'
import { account, concat, emit, hash, word } from './scenario.ts'

const deployed = addresses[LOCAL_CHAIN_ID]
if (deployed === undefined) throw new Error('No addresses for the local chain')

/** What exists once in the local stack. */
export const communityRegistry = deployed.communityRegistry.toLowerCase()
export const modelRegistry = deployed.modelRegistry.toLowerCase()
export const quadraticFunding = deployed.quadraticFunding.toLowerCase()

/** A community to test with, and the events of its parts. */
export class TestCommunity {
  readonly id: string
  readonly authority: string
  readonly membership: string
  readonly governor: string
  readonly council: string
  readonly name: string

  constructor(name: string) {
    this.name = name
    this.id = hash(name)
    this.authority = account(`${name} timelock`)
    this.membership = account(`${name} members`)
    this.governor = account(`${name} governor`)
    this.council = account(`${name} council`)
  }

  founded(transaction: string, parts: { authority?: string; membership?: string; governor?: string } = {}) {
    return emit(
      'CommunityRegistry',
      communityRegistry,
      'CommunityFounded',
      {
        communityId: this.id,
        authority: parts.authority ?? this.authority,
        membership: parts.membership ?? this.membership,
        governor: parts.governor ?? this.governor,
        name: this.name,
        charterDigest: hash('charter'),
        charterURI: 'ipfs://charter',
      },
      transaction,
    )
  }

  /** The registry says so right after founding, too. */
  councilChanged(transaction: string, council = this.council) {
    const params = { communityId: this.id, council }
    return emit('CommunityRegistry', communityRegistry, 'CouncilChanged', params, transaction)
  }

  /** An event of its roll of members. */
  roll(name: string, params: Record<string, unknown>, transaction: string) {
    return emit('Membership', this.membership, name, params, transaction)
  }

  /** An event of its timelock. */
  waiting(name: string, params: Record<string, unknown>, transaction: string) {
    return emit('CommunityTimelock', this.authority, name, params, transaction)
  }

  /** An event of its council. */
  elders(name: string, params: Record<string, unknown>, transaction: string, council = this.council) {
    return emit('ElderCouncil', council, name, params, transaction)
  }

  admitted(memberId: number, who: string, roles: number, transaction: string) {
    return emit(
      'Membership',
      this.membership,
      'MemberAdmitted',
      { memberId, account: account(who), roles },
      transaction,
    )
  }

  departed(memberId: number, who: string, reason: string | null, transaction: string) {
    const params = { memberId, account: account(who), removed: reason !== null, reason: reason ?? '' }
    return emit('Membership', this.membership, 'MemberDeparted', params, transaction)
  }

  rolesChanged(memberId: number, who: string, roles: number, transaction: string) {
    const params = { memberId, account: account(who), roles }
    return emit('Membership', this.membership, 'MemberRolesChanged', params, transaction)
  }

  proposed(proposalId: number, who: string, transaction: string, governor = this.governor) {
    return emit(
      'CommunityGovernor',
      governor,
      'ProposalCreated',
      {
        proposalId,
        proposer: account(who),
        targets: [modelRegistry],
        values: ['0'],
        signatures: [''],
        calldatas: ['0xc0ffee'],
        voteStart: 1_060,
        voteEnd: 2_000,
        description: 'Approve the first version',
      },
      transaction,
    )
  }

  voted(
    proposalId: number,
    who: string,
    support: number,
    transaction: string,
    reason = '',
    governor = this.governor,
    weight = '1',
  ) {
    const params = { voter: account(who), proposalId, support, weight, reason }
    return emit('CommunityGovernor', governor, 'VoteCast', params, transaction)
  }

  executed(proposalId: number, transaction: string) {
    return emit('CommunityGovernor', this.governor, 'ProposalExecuted', { proposalId }, transaction)
  }

  submitted(slug: string, version: string, transaction: string, more: Record<string, unknown> = {}) {
    const params = {
      versionId: hash(version),
      modelId: hash(slug),
      communityId: this.id,
      contributor: account('contributor'),
      manifestHash: hash('manifest'),
      artifactsRoot: hash('root'),
      artifactsCodec: 112,
      parent: word(0),
      policyId: word(0),
      totalBytes: '18446744073709551615',
      notBefore: 0,
      expiresAt: 0,
      ...more,
    }
    return emit('ModelRegistry', modelRegistry, 'VersionSubmitted', params, transaction)
  }

  modelCreated(slug: string, transaction: string) {
    const params = { modelId: hash(slug), communityId: this.id, slug }
    return emit('ModelRegistry', modelRegistry, 'ModelCreated', params, transaction)
  }

  approved(version: string, transaction: string) {
    const params = { communityId: this.id, versionId: hash(version), policyId: word(0) }
    return emit('ModelRegistry', modelRegistry, 'VersionApproved', params, transaction)
  }

  restored(version: string, transaction: string) {
    const params = { communityId: this.id, versionId: hash(version) }
    return emit('ModelRegistry', modelRegistry, 'VersionRestored', params, transaction)
  }

  suspended(version: string, by: string, reason: string, transaction: string) {
    const params = { communityId: this.id, versionId: hash(version), by, reason }
    return emit('ModelRegistry', modelRegistry, 'VersionSuspended', params, transaction)
  }

  revoked(version: string, by: string, reason: string, transaction: string) {
    const params = { communityId: this.id, versionId: hash(version), by, reason }
    return emit('ModelRegistry', modelRegistry, 'VersionRevoked', params, transaction)
  }

  /** The id of one of its proposals. */
  proposal(proposalId: number): string {
    return `${this.governor}-${proposalId}`
  }

  /** The id of one of its members. */
  member(memberId: number): string {
    return concat(this.id, word(memberId))
  }
}
