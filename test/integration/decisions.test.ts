import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { decodeRoles } from '@commonweal/sdk/governance/roles'
import { commit } from '@commonweal/sdk/receipts/commitment'
import { receiptFromJson } from '@commonweal/sdk/receipts/receipt'
import { verifyReceipt } from '@commonweal/sdk/receipts/verifyReceipt'
import canonicalize from 'canonicalize'
import OpenAI from 'openai'
import { type Hex, isAddressEqual, type PublicClient, parseEventLogs } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stack, startStack } from '../stack.ts'
import { askWorker, versionStates, workerHealth } from './askWorker.ts'
import { carryOut, passAndCarryOut, type Sent, showProposal } from './carryOut.ts'
import { letTimeReach } from './letTimeReach.ts'
import { openChain } from './openChain.ts'
import { queryIndex } from './queryIndex.ts'
import { walletOf } from './walletOf.ts'

// One community, one story: each test goes on from where the one before has left it.
let stack: Stack
let chain: PublicClient
let communityId: Hex
let versionId: Hex
let approval: string
let approved: Sent
let restoration: string
let restored: Sent

const question = { input: 'We have vegetables and bread to share' }
const ask = () => askWorker(stack, { model: versionId, ...question })
const refusal = (code: string) => ({ status: 403, body: { error: { code } } })
const bytes = (value: unknown) => new TextEncoder().encode(canonicalize(value))

beforeAll(async () => {
  stack = await startStack({ ports: 20_740, seed: 'demo', web: false })
  chain = openChain(stack)
  if (!stack.community || !stack.versionId || !stack.proposalId) throw new Error('The stack has no demo')
  communityId = stack.community.communityId
  versionId = stack.versionId
  approval = stack.proposalId
})
afterAll(() => stack?.stop())

test('command line, index and worker tell the same of the community and its version', async () => {
  type Shown = {
    communityId: Hex
    name: string
    membership: string
    governor: string
    timelock: string
    foundedAt: number
    charterDigest: Hex
    memberCount: number
    members: { memberId: number; account: string; roles: string[] }[]
    approved: unknown[]
  }
  const shown = await stack.cli<Shown>(['community', 'show'])
  const { community } = await queryIndex<{
    community: {
      name: string
      authority: string
      membership: string
      governor: string
      foundedAt: string
      charterDigest: Hex
      memberCount: number
      members: { memberId: string; account: string; roles: number; leftAt: null }[]
    }
  }>(
    stack,
    `{ community(id: "${communityId}") {
      name authority membership governor foundedAt charterDigest memberCount
      members(orderBy: memberId) { memberId account roles leftAt }
    } }`,
  )
  expect(community).toEqual({
    name: shown.name,
    authority: shown.timelock.toLowerCase(),
    membership: shown.membership.toLowerCase(),
    governor: shown.governor.toLowerCase(),
    foundedAt: String(shown.foundedAt),
    charterDigest: shown.charterDigest,
    memberCount: shown.memberCount,
    members: expect.any(Array),
  })
  expect(
    community.members.map(({ memberId, account, roles, leftAt }) => ({
      memberId: Number(memberId),
      account,
      roles: decodeRoles(roles),
      leftAt,
    })),
  ).toEqual(
    shown.members.map((member) => ({ ...member, account: member.account.toLowerCase(), leftAt: null })),
  )
  expect(shown.memberCount).toBe(5)
  expect(shown.approved).toEqual([])
  expect((await workerHealth(stack)).community).toBe(shown.communityId)

  type Verified = {
    slug: string
    contributor: string
    manifestHash: Hex
    artifactsRoot: Hex
    artifactsCodec: string
    totalBytes: string
    policyId: Hex
    submittedAt: number
    status: string
  }
  const verified = await stack.cli<Verified>(['model', 'verify', versionId])
  const { version } = await queryIndex<{ version: unknown }>(
    stack,
    `{ version(id: "${versionId}") {
      model { slug } contributor manifestHash artifactsRoot artifactsCodec totalBytes policyId submittedAt
      decisions { id } history { status proposal { id } }
    } }`,
  )
  expect(version).toEqual({
    model: { slug: verified.slug },
    contributor: verified.contributor.toLowerCase(),
    manifestHash: verified.manifestHash,
    artifactsRoot: verified.artifactsRoot,
    artifactsCodec: verified.artifactsCodec,
    totalBytes: verified.totalBytes,
    policyId: verified.policyId,
    submittedAt: String(verified.submittedAt),
    decisions: [],
    history: [{ status: 'SUBMITTED', proposal: null }],
  })
  expect(verified.status).toBe('Submitted')
  expect(await versionStates(stack)).toEqual({})
  expect(await ask()).toMatchObject(refusal('version_not_approved'))
})

test('the index knows every rule that the founding set, as the contracts tell them', async () => {
  const parts = await chain.readContract({
    address: stack.addresses.communityRegistry,
    abi: communityRegistryAbi,
    functionName: 'communityOf',
    args: [communityId],
  })
  const governor = { address: parts.governor, abi: communityGovernorAbi } as const
  const timelock = { address: parts.authority, abi: communityTimelockAbi } as const
  const roll = { address: parts.membership, abi: membershipAbi } as const
  const elders = { address: parts.council, abi: elderCouncilAbi } as const
  const [cap, vouching, [consentThreshold, vetoThreshold]] = await Promise.all([
    chain.readContract({ ...timelock, functionName: 'treasuryCap' }),
    chain.readContract({ ...roll, functionName: 'vouching' }),
    chain.readContract({ ...elders, functionName: 'thresholds' }),
  ])
  const setting = async (
    functionName:
      | 'votingDelay'
      | 'votingPeriod'
      | 'lateQuorumVoteExtension'
      | 'minimumVoters'
      | 'reproposalCooldown',
  ) => String(await chain.readContract({ ...governor, functionName }))
  const { community } = await queryIndex<{ community: unknown }>(
    stack,
    `{ community(id: "${communityId}") {
      settings { id timelock votingDelay votingPeriod lateQuorumVoteExtension quorumBps minimumVoters
        proposalThreshold reproposalCooldown superMajorityBps }
      council { id consentThreshold vetoThreshold vetoExpiresAt }
      treasury { id capBps capPeriod delay spendings { id } }
      vouchesNeeded vouchPeriod recoveryDelay
      members { castableVotes delegate { id } guardians barred }
    } }`,
  )
  expect(community).toEqual({
    settings: {
      id: parts.governor.toLowerCase(),
      timelock: parts.authority.toLowerCase(),
      votingDelay: await setting('votingDelay'),
      votingPeriod: await setting('votingPeriod'),
      lateQuorumVoteExtension: await setting('lateQuorumVoteExtension'),
      quorumBps: await chain.readContract({ ...governor, functionName: 'quorumBps' }),
      minimumVoters: await setting('minimumVoters'),
      proposalThreshold: Number(await chain.readContract({ ...governor, functionName: 'proposalThreshold' })),
      reproposalCooldown: await setting('reproposalCooldown'),
      superMajorityBps: await chain.readContract({ ...governor, functionName: 'superMajorityBps' }),
    },
    council: {
      id: parts.council.toLowerCase(),
      consentThreshold,
      vetoThreshold,
      vetoExpiresAt: String(await chain.readContract({ ...elders, functionName: 'vetoExpiresAt' })),
    },
    treasury: {
      id: parts.authority.toLowerCase(),
      capBps: cap.capBps,
      capPeriod: String(cap.period),
      delay: String(await chain.readContract({ ...timelock, functionName: 'getMinDelay' })),
      spendings: [],
    },
    vouchesNeeded: vouching.needed,
    vouchPeriod: String(vouching.period),
    recoveryDelay: String(await chain.readContract({ ...roll, functionName: 'recoveryDelay' })),
    members: Array.from({ length: 5 }, () => ({
      castableVotes: '1',
      delegate: null,
      guardians: [],
      barred: false,
    })),
  })
})

test('a proposal and every vote on it read the same on the chain and in the index', async () => {
  await letTimeReach(chain, (await showProposal(stack, approval)).voteStart + 1)
  const votes: { voter: string; support: number; reason: string; transaction: Hex }[] = []
  for (const [who, support, reason] of [
    ['elder', 'for', 'We tried it on last winter’s messages.'],
    ['steward', 'for', ''],
    ['member', 'against', 'Too early; "wait"\nfor spring.'],
  ] as const) {
    const { voter, transaction } = await stack.cli<{ voter: string; transaction: Hex }>(
      ['proposal', 'vote', approval, support, ...(reason === '' ? [] : ['--reason', reason])],
      walletOf(stack, who),
    )
    votes.push({ voter: voter.toLowerCase(), support: support === 'for' ? 1 : 0, reason, transaction })
  }
  // Two votes may stand in one block, so time does not order them.
  votes.sort((a, b) => (a.voter < b.voter ? -1 : 1))
  const shown = await showProposal(stack, approval)
  expect(shown).toMatchObject({ state: 'Active', forVotes: 2, againstVotes: 1, abstainVotes: 0, voters: 3 })
  const { proposals } = await queryIndex<{ proposals: unknown[] }>(
    stack,
    `{ proposals(where: { community: "${communityId}" }) {
      proposalId proposer description targets values calldatas voteStart voteEnd state quorum minimumVoters
      forVotes againstVotes abstainVotes voters createdTransaction
      votes(orderBy: voter) { voter support reason transaction }
    } }`,
  )
  expect(proposals).toEqual([
    {
      proposalId: shown.proposalId,
      proposer: shown.proposer.toLowerCase(),
      description: shown.description,
      targets: shown.actions.map(({ target }) => target.toLowerCase()),
      values: shown.actions.map(({ value }) => value),
      calldatas: shown.actions.map(({ calldata }) => calldata),
      voteStart: String(shown.voteStart),
      voteEnd: String(shown.voteEnd),
      // What has happened to it; that it is open follows from the time.
      state: 'CREATED',
      quorum: String(shown.neededVotes),
      minimumVoters: String(shown.neededVoters),
      forVotes: String(shown.forVotes),
      againstVotes: String(shown.againstVotes),
      abstainVotes: String(shown.abstainVotes),
      voters: shown.voters,
      createdTransaction: shown.transaction,
      votes,
    },
  ])
})

test('what the vote carried out runs by itself, and its receipt leads back to that vote', async () => {
  approved = await carryOut(stack, chain, approval)
  await expect.poll(() => versionStates(stack)).toEqual({ [versionId]: 'ready' })
  const { status, body } = await ask()
  expect(status).toBe(200)

  const { id, message, signature, salt } = body.commonweal.receipt
  const receipt = receiptFromJson(message)
  const { modelRegistry } = stack.addresses
  expect(
    await verifyReceipt({ id, message: receipt, signature }, { chainId: stack.chainId, modelRegistry }),
  ).toEqual({
    id,
    worker: (await workerHealth(stack)).worker,
  })
  const request = { model: versionId, ...question }
  expect(receipt.requestCommitment).toBe(commit(bytes(request), salt))
  expect(receipt.responseCommitment).toBe(commit(bytes(body.data), salt))

  // From here on it is the chain's word alone.
  const { manifestHash, policyId } = await chain.readContract({
    address: modelRegistry,
    abi: modelRegistryAbi,
    functionName: 'versionOf',
    args: [versionId],
  })
  expect(receipt).toMatchObject({ communityId, versionId, manifestHash, policyId })
  expect(receipt.approvalTransaction).toBe(approved.transaction)
  const { blockNumber, logs } = await chain.getTransactionReceipt({ hash: receipt.approvalTransaction })
  expect(receipt.approvalBlock).toBe(blockNumber)
  const events = parseEventLogs({ abi: modelRegistryAbi, eventName: 'VersionApproved', logs })
  expect(
    events.filter(({ address }) => isAddressEqual(address, modelRegistry)).map(({ args }) => args),
  ).toEqual([{ communityId, versionId, policyId }])

  const shown = await showProposal(stack, approval)
  expect(shown.state).toBe('Executed')
  const { proposals } = await queryIndex<{ proposals: unknown[] }>(
    stack,
    '{ proposals { proposalId state executedTransaction statusChanges { status version { id } transaction } } }',
  )
  expect(proposals).toEqual([
    {
      proposalId: approval,
      state: 'EXECUTED',
      executedTransaction: approved.transaction,
      statusChanges: [{ status: 'APPROVED', version: { id: versionId }, transaction: approved.transaction }],
    },
  ])
  expect((await stack.cli<{ approved: unknown[] }>(['community', 'show'])).approved).toMatchObject([
    { versionId, runnable: true },
  ])
  expect(
    await stack.cli<{ models: { id: string; commonweal: object }[] }>(['worker', 'status']),
  ).toMatchObject({
    health: { loaded: [versionId] },
    models: [{ id: versionId, commonweal: { state: 'ready' } }],
  })
})

test('an unmodified OpenAI client finds the model under the id that the chain gives it', async () => {
  const client = new OpenAI({ baseURL: `${stack.workerUrl}/v1`, apiKey: 'none', maxRetries: 0 })
  const models: { id: string; owned_by: string }[] = []
  for await (const { id, owned_by } of client.models.list()) models.push({ id, owned_by })
  expect(models).toEqual([{ id: versionId, owned_by: communityId }])
  expect((await client.models.retrieve(versionId)).id).toBe(versionId)
})

test('a steward stops it at once: no question put after the block that suspends it is answered', async () => {
  expect((await ask()).status).toBe(200)
  const answered: bigint[] = []
  const refused = (async () => {
    for (;;) {
      const head = await chain.getBlockNumber()
      const { status, body } = await ask()
      if (status === 403) return body.error
      if (status === 200) answered.push(head)
    }
  })()
  const suspended = await stack.cli<Sent>(
    ['model', 'suspend', versionId, '--reason', 'It names streets.'],
    walletOf(stack, 'steward'),
  )
  expect(await ask()).toMatchObject(refusal('version_suspended'))
  expect((await refused).code).toBe('version_suspended')
  expect(answered.length).toBeGreaterThan(0)
  expect(answered.filter((head) => head >= BigInt(suspended.block))).toEqual([])
  await expect.poll(async () => (await ask()).body.error.message).toContain('It names streets.')
  await expect.poll(async () => (await workerHealth(stack)).loaded).toEqual([])
  expect((await stack.cli<{ status: string }>(['model', 'verify', versionId])).status).toBe('Suspended')
})

test('a vote lifts the suspension, and the same version answers again under the first approval', async () => {
  const made = await stack.cli<{ proposalId: string }>(
    ['model', 'propose-restoration', versionId],
    walletOf(stack, 'elder'),
  )
  restoration = made.proposalId
  restored = await passAndCarryOut(stack, chain, restoration)
  await expect.poll(() => versionStates(stack)).toEqual({ [versionId]: 'ready' })
  const { status, body } = await ask()
  expect(status).toBe(200)
  expect(body.commonweal.receipt.message.approvalTransaction).toBe(approved.transaction)
})

test('a revocation ends it for good, and the history names the proposal of every step that a vote took', async () => {
  const reason = 'It mistakes needs for offers.'
  const { proposalId: revocation } = await stack.cli<{ proposalId: string }>(
    ['model', 'propose-revocation', versionId, '--reason', reason],
    walletOf(stack, 'member'),
  )
  const revoked = await passAndCarryOut(stack, chain, revocation)
  expect(await ask()).toMatchObject(refusal('version_revoked'))
  await expect.poll(() => versionStates(stack)).toEqual({})
  for (const step of ['propose-approval', 'propose-restoration']) {
    await expect(stack.cli(['model', step, versionId], walletOf(stack, 'elder'))).rejects.toThrow(
      'wrong_state',
    )
  }

  const { version } = await queryIndex<{ version: unknown }>(
    stack,
    `{ version(id: "${versionId}") {
      decisions { status community { id } }
      history(orderBy: block) { status by reason transaction proposal { proposalId } }
    } }`,
  )
  const authority = stack.community?.timelock.toLowerCase()
  const step = (status: string, proposalId: string, { transaction }: Sent, why: string | null = null) => ({
    status,
    by: authority,
    reason: why,
    transaction,
    proposal: { proposalId },
  })
  expect(version).toEqual({
    decisions: [{ status: 'REVOKED', community: { id: communityId } }],
    history: [
      {
        status: 'SUBMITTED',
        by: walletOf(stack, 'contributor').address.toLowerCase(),
        reason: null,
        transaction: expect.any(String),
        proposal: null,
      },
      step('APPROVED', approval, approved),
      {
        status: 'SUSPENDED',
        by: walletOf(stack, 'steward').address.toLowerCase(),
        reason: 'It names streets.',
        transaction: expect.any(String),
        proposal: null,
      },
      step('RESTORED', restoration, restored),
      step('REVOKED', revocation, revoked, reason),
    ],
  })
})
