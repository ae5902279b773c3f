import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { Wallet } from 'ethers'
import { network } from 'hardhat'
import {
  type Address,
  encodeFunctionData,
  getAddress,
  getContract,
  type Hex,
  keccak256,
  parseSignature,
  sha256,
  stringToHex,
  toHex,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { communityFactoryAbi } from '../../generated/abi/CommunityFactory.ts'
import { communityGovernorAbi } from '../../generated/abi/CommunityGovernor.ts'
import { communityRegistryAbi } from '../../generated/abi/CommunityRegistry.ts'
import { communityTimelockAbi } from '../../generated/abi/CommunityTimelock.ts'
import { membershipAbi } from '../../generated/abi/Membership.ts'

const floors = {
  votingDelay: 60,
  votingPeriod: 3_600,
  timelockDelay: 600,
  quorumBps: 1_000,
  recoveryDelay: 3_600,
}
const against = 0
const inFavour = 1

/** Decodes a `data:` URI of the kinds that a membership's metadata uses. */
function decode(uri: string, type: string): string {
  const prefix = `data:${type};base64,`
  assert.ok(uri.startsWith(prefix), uri.slice(0, 40))
  return Buffer.from(uri.slice(prefix.length), 'base64').toString('utf8')
}

describe('a community, from its founding to what it decides', async () => {
  const { viem, networkHelpers } = await network.create()
  const publicClient = await viem.getPublicClient()
  const [deployer, ada, ben, cleo, newcomer, relayer] = await viem.getWalletClients()
  assert.ok(deployer && ada && ben && cleo && newcomer && relayer)
  const client = { public: publicClient, wallet: deployer }
  // Everything in it that could break out of the JSON or the SVG which a wallet renders.
  const hostileName = `</text><script>alert("&")</script>\\'\u0007`
  const salt = toHex('the valley', { size: 32 })

  const deploy = async (name: string, args: unknown[] = []): Promise<Address> =>
    (await viem.deployContract(name, args)).address
  const registryAddress = await deploy('CommunityRegistry')
  const rolls = await deploy('Membership', [registryAddress])
  const governors = await deploy('CommunityGovernor')
  const timelocks = await deploy('CommunityTimelock')
  const councils = await deploy('ElderCouncil')
  const factoryAddress = await deploy('CommunityFactory', [
    registryAddress,
    rolls,
    governors,
    timelocks,
    councils,
    floors,
  ])

  const registry = getContract({ abi: communityRegistryAbi, address: registryAddress, client })
  const factory = getContract({ abi: communityFactoryAbi, address: factoryAddress, client })
  const community = await factory.read.predict([deployer.account.address, salt])
  const membership = getContract({ abi: membershipAbi, address: community.membership, client })
  const governor = getContract({ abi: communityGovernorAbi, address: community.governor, client })
  const timelock = getContract({ abi: communityTimelockAbi, address: community.timelock, client })

  const description = `Welcome, newcomer#proposer=${ada.account.address.toLowerCase()}`
  const actions = [
    [membership.address],
    [0n],
    [
      encodeFunctionData({
        abi: membershipAbi,
        functionName: 'admit',
        args: [newcomer.account.address, 2],
      }),
    ],
  ] as const
  const step = [...actions, keccak256(stringToHex(description))] as const

  before(async () => {
    await factory.write.found([
      {
        salt,
        name: hostileName,
        charterDigest: sha256(stringToHex('We decide together.')),
        charterURI: '',
        founders: [
          { account: ada.account.address, roles: 1 },
          { account: ben.account.address, roles: 0 },
          { account: cleo.account.address, roles: 0 },
        ],
        governor: {
          votingDelay: 60,
          votingPeriod: 3_600,
          lateQuorumVoteExtension: 0,
          quorumBps: 5_000,
          minimumVoters: 2,
          proposalThreshold: 1,
          reproposalCooldown: 3_600,
          superMajorityBps: 6_667,
        },
        membership: { vouching: { needed: 2, period: 86_400 }, recoveryDelay: 3_600 },
        council: { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 86_400 },
        treasury: { capBps: 1_000, period: 86_400 },
        timelockDelay: 600,
      },
    ])
  })

  it('stands at the addresses that were predicted, under its own authority', async () => {
    assert.equal(await registry.read.authorityOf([community.communityId]), community.timelock)
    assert.equal(await registry.read.membershipOf([community.communityId]), community.membership)
    assert.equal(await membership.read.memberCount(), 3n)
    assert.equal(await governor.read.communityId(), community.communityId)
  })

  it('runs ERC-1167 clones whose code carries what must never change', async () => {
    const code = await publicClient.getCode({ address: community.membership })
    assert.equal(
      code,
      `0x363d3d373d3d3d363d73${rolls.slice(2).toLowerCase()}5af43d82803e903d91602b57fd5bf3${community.communityId.slice(2)}${toHex(floors.recoveryDelay, { size: 32 }).slice(2)}`,
    )
  })

  it('admits whom its members vote in, one of them by a signature that someone else sends', async () => {
    await governor.write.propose([...actions, description], { account: ada.account })
    const proposalId = await governor.read.getProposalId([...step])
    await networkHelpers.time.increaseTo((await governor.read.proposalSnapshot([proposalId])) + 1n)

    await governor.write.castVote([proposalId, inFavour], { account: ada.account })
    await governor.write.castVoteWithReason([proposalId, against, 'too soon'], { account: cleo.account })

    const ballot = {
      domain: {
        name: 'CommunityGovernor',
        version: '1',
        chainId: await publicClient.getChainId(),
        verifyingContract: governor.address,
      },
      types: {
        Ballot: [
          { name: 'proposalId', type: 'uint256' },
          { name: 'support', type: 'uint8' },
          { name: 'voter', type: 'address' },
          { name: 'nonce', type: 'uint256' },
        ],
      },
      primaryType: 'Ballot',
      message: { proposalId, support: inFavour, voter: ben.account.address, nonce: 0n },
    } as const
    const signature = await ben.signTypedData(ballot)
    await governor.write.castVoteBySig([proposalId, inFavour, ben.account.address, signature], {
      account: relayer.account,
    })
    assert.deepEqual(await governor.read.proposalVotes([proposalId]), [1n, 2n, 0n])
    assert.equal(await governor.read.hasVoted([proposalId, ben.account.address]), true)

    await networkHelpers.time.increaseTo((await governor.read.proposalDeadline([proposalId])) + 1n)
    await governor.write.queue([...step], { account: relayer.account })
    await viem.assertions.revertWithCustomError(
      governor.write.execute([...step], { account: relayer.account }),
      timelock,
      'TimelockUnexpectedOperationState',
    )
    await networkHelpers.time.increaseTo(await governor.read.proposalEta([proposalId]))
    await viem.assertions.emitWithArgs(
      governor.write.execute([...step], { account: relayer.account }),
      membership,
      'MemberAdmitted',
      [4n, newcomer.account.address, 2],
    )
    assert.equal(await membership.read.isMember([newcomer.account.address]), true)
  })

  it('counts in one transaction what viem and ethers have signed, and says what it skipped', async () => {
    const viemSigner = privateKeyToAccount(generatePrivateKey())
    const ethersSigner = new Wallet(generatePrivateKey())
    const ethersAddress = getAddress(ethersSigner.address)
    await networkHelpers.impersonateAccount(timelock.address)
    await networkHelpers.setBalance(timelock.address, 10n ** 18n)
    for (const account of [viemSigner.address, ethersAddress]) {
      await membership.write.admit([account, 0], { account: timelock.address })
    }
    const question = 'Do we meet again?'
    await governor.write.propose([...actions, question], { account: ada.account })
    const proposalId = await governor.read.getProposalId([...actions, keccak256(stringToHex(question))])
    await networkHelpers.time.increaseTo((await governor.read.proposalSnapshot([proposalId])) + 1n)

    // Written out, so that it holds the contract and the sdk to the same published type.
    const types = {
      MemberBallot: [
        { name: 'proposalId', type: 'uint256' },
        { name: 'support', type: 'uint8' },
        { name: 'voter', type: 'address' },
        { name: 'reason', type: 'string' },
        { name: 'deadline', type: 'uint256' },
      ],
    } as const
    const domain = {
      name: 'CommunityGovernor',
      version: '1',
      chainId: await publicClient.getChainId(),
      verifyingContract: governor.address,
    }
    const deadline = await governor.read.proposalDeadline([proposalId])
    const message = (voter: Address) =>
      ({ proposalId, support: inFavour, voter, reason: 'Да, tak, sí', deadline }) as const
    const bySigners = [
      {
        ...message(viemSigner.address),
        signature: await viemSigner.signTypedData({
          domain,
          types,
          primaryType: 'MemberBallot',
          message: message(viemSigner.address),
        }),
      },
      {
        ...message(ethersAddress),
        signature: (await ethersSigner.signTypedData(
          domain,
          { MemberBallot: [...types.MemberBallot] },
          message(ethersAddress),
        )) as Hex,
      },
    ]
    const forged = { ...message(ben.account.address), signature: bySigners[0]?.signature ?? '0x' }
    const batch = [...bySigners, forged]

    const foretold = await governor.simulate.castVotesBySig([batch])
    assert.deepEqual(foretold.result, [0, 0, 6])
    await viem.assertions.emitWithArgs(
      governor.write.castVotesBySig([batch], { account: relayer.account }),
      governor,
      'BallotSkipped',
      [proposalId, getAddress(ben.account.address), 2n, 6],
    )
    assert.deepEqual(await governor.read.proposalVotes([proposalId]), [0n, 2n, 0n])
    const votes = await governor.getEvents.VoteCast({}, { fromBlock: 'latest' })
    assert.deepEqual(
      votes.map(({ args }) => [args.voter, args.reason]),
      [
        [viemSigner.address, 'Да, tak, sí'],
        [ethersAddress, 'Да, tak, sí'],
      ],
    )
  })

  it('takes a sponsorship and a delegation from viem and from ethers alike', async () => {
    const viemSigner = privateKeyToAccount(generatePrivateKey())
    const ethersSigner = new Wallet(generatePrivateKey())
    const ethersAddress = getAddress(ethersSigner.address)
    await networkHelpers.impersonateAccount(timelock.address)
    await networkHelpers.setBalance(timelock.address, 10n ** 18n)
    // In this order, which is that of their ids, the Governor wants their signatures.
    for (const account of [viemSigner.address, ethersAddress]) {
      await membership.write.admit([account, 0], { account: timelock.address })
    }
    await networkHelpers.time.increase(1)
    const chainId = await publicClient.getChainId()
    const deadline = BigInt(await networkHelpers.time.latest()) + 3_600n

    // Written out, so that they hold the contracts and the sdk to the same published types.
    const sponsorshipTypes = {
      Sponsorship: [
        { name: 'proposalId', type: 'uint256' },
        { name: 'sponsor', type: 'address' },
        { name: 'deadline', type: 'uint256' },
      ],
    } as const
    const governorDomain = {
      name: 'CommunityGovernor',
      version: '1',
      chainId,
      verifyingContract: governor.address,
    }
    const question = 'Do we plant trees?'
    const calldata = encodeFunctionData({
      abi: membershipAbi,
      functionName: 'remove',
      args: [cleo.account.address, question],
    })
    const proposed = [[membership.address], [0n], [calldata]] as const
    const proposalId = await governor.read.getProposalId([...proposed, keccak256(stringToHex(question))])
    const message = (sponsor: Address) => ({ proposalId, sponsor, deadline }) as const
    const sponsorships = [
      {
        sponsor: viemSigner.address,
        deadline,
        signature: await viemSigner.signTypedData({
          domain: governorDomain,
          types: sponsorshipTypes,
          primaryType: 'Sponsorship',
          message: message(viemSigner.address),
        }),
      },
      {
        sponsor: ethersAddress,
        deadline,
        signature: (await ethersSigner.signTypedData(
          governorDomain,
          { Sponsorship: [...sponsorshipTypes.Sponsorship] },
          message(ethersAddress),
        )) as Hex,
      },
    ]
    await governor.write.proposeWithSponsors([...proposed, question, sponsorships], { account: ada.account })
    const sponsored = await governor.getEvents.ProposalSponsored({}, { fromBlock: 'latest' })
    assert.deepEqual(
      sponsored.map(({ args }) => [args.proposalId, args.sponsor]),
      [
        [proposalId, viemSigner.address],
        [proposalId, ethersAddress],
      ],
    )

    const delegationTypes = {
      Delegation: [
        { name: 'delegatee', type: 'address' },
        { name: 'nonce', type: 'uint256' },
        { name: 'expiry', type: 'uint256' },
      ],
    } as const
    const rollDomain = {
      name: 'CommunityMembership',
      version: '1',
      chainId,
      verifyingContract: membership.address,
    }
    const lent = { delegatee: ben.account.address, nonce: 0n, expiry: deadline } as const
    const signatures = [
      await viemSigner.signTypedData({
        domain: rollDomain,
        types: delegationTypes,
        primaryType: 'Delegation',
        message: lent,
      }),
      (await ethersSigner.signTypedData(
        rollDomain,
        { Delegation: [...delegationTypes.Delegation] },
        lent,
      )) as Hex,
    ]
    for (const signature of signatures) {
      const { r, s, yParity } = parseSignature(signature)
      await membership.write.delegateBySig([lent.delegatee, lent.nonce, lent.expiry, yParity + 27, r, s], {
        account: relayer.account,
      })
    }
    for (const account of [viemSigner.address, ethersAddress]) {
      assert.equal(await membership.read.delegates([account]), getAddress(ben.account.address))
    }
    assert.equal(await membership.read.getVotes([ben.account.address]), 3n)
  })

  it('shows a member a card that renders without a server, whatever the community is called', async () => {
    const card = JSON.parse(decode(await membership.read.tokenURI([1n]), 'application/json')) as {
      name: string
      image: string
      attributes: { trait_type: string; value: unknown }[]
    }
    assert.equal(card.name, `${hostileName} #1`)
    assert.equal(card.attributes.find(({ trait_type }) => trait_type === 'Roles')?.value, 'Member, Elder')
    const image = decode(card.image, 'image/svg+xml')
    assert.ok(image.startsWith('<svg ') && image.endsWith('</svg>'))
    assert.ok(image.includes('&lt;/text&gt;&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;\\&#39; '))
    assert.equal(image.includes('<script'), false)
  })
})
