import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { encodeRoles, type Role } from '@commonweal/sdk/governance/roles'
import { type Address, bytesToHex, type Hex, type LocalAccount, parseEventLogs } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/** What a community starts with. Durations in seconds. */
export type Founding = {
  name: string
  /** sha256 of the charter's text, and where it can be read. */
  charterDigest: Hex
  charterURI: string
  founders: readonly { account: Address; roles: readonly Role[] }[]
  membership: {
    /** How many members bring somebody in by vouching, and for how long a vouch counts; both zero: by vote alone. */
    vouching: { needed: number; period: number }
    recoveryDelay: number
  }
  settings: {
    votingDelay: number
    votingPeriod: number
    lateQuorumVoteExtension: number
    quorumBps: number
    minimumVoters: number
    /** Members it takes to propose, the proposer among them. */
    proposalThreshold: number
    reproposalCooldown: number
    superMajorityBps: number
  }
  /** Elders it takes to consent and to veto; a veto term of zero: they cannot veto. */
  council: { consentThreshold: number; vetoThreshold: number; vetoTerm: number }
  /** What an ordinary majority may spend of each token within a period; 10,000 basis points: all. */
  treasury: { capBps: number; period: number }
  timelockDelay: number
  /** Left out: random. With the founder's address it fixes every address of the community. */
  salt?: Hex
}

/** Where the parts of a community are. */
export type CommunityParts = {
  communityId: Hex
  membership: Address
  governor: Address
  timelock: Address
  council: Address
}

/**
 * Where a community would be, without founding it.
 *
 * @throws ChainError
 */
export async function predictCommunity(chain: Chain, founder: Address, salt: Hex): Promise<CommunityParts> {
  try {
    return await chain.client.readContract({
      address: chain.addresses.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'predict',
      args: [founder, salt],
    })
  } catch (error) {
    throw explainFailure(error, 'asking the factory for addresses', chain.rpcUrl)
  }
}

/**
 * Founds a community in one transaction. The founder's key gains nothing by it: only the people named are members.
 *
 * @throws ChainError
 */
export async function foundCommunity(
  chain: Chain,
  account: LocalAccount,
  founding: Founding,
): Promise<CommunityParts & { transaction: Hex; block: bigint }> {
  const receipt = await sendTransaction(
    chain,
    account,
    {
      address: chain.addresses.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'found',
      args: [
        {
          salt: founding.salt ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
          name: founding.name,
          charterDigest: founding.charterDigest,
          charterURI: founding.charterURI,
          founders: founding.founders.map((founder) => ({
            account: founder.account,
            roles: encodeRoles(founder.roles),
          })),
          membership: founding.membership,
          governor: founding.settings,
          council: founding.council,
          treasury: founding.treasury,
          timelockDelay: founding.timelockDelay,
        },
      ],
    },
    'founding the community',
  )
  const written = parseEventLogs({
    abi: communityRegistryAbi,
    eventName: ['CommunityFounded', 'CouncilChanged'],
    logs: receipt.logs,
  }).filter((log) => log.address.toLowerCase() === chain.addresses.communityRegistry.toLowerCase())
  const founded = written.find((log) => log.eventName === 'CommunityFounded')
  const elders = written.find((log) => log.eventName === 'CouncilChanged')
  if (founded === undefined || elders === undefined) {
    throw new ChainError('The transaction went through but founded no community.', {
      code: 'transaction_failed',
      details: { transaction: receipt.transactionHash },
      next: 'Check that the factory is the one deployed with this registry.',
    })
  }
  const { communityId, membership, governor, authority } = founded.args
  return {
    communityId,
    membership,
    governor,
    timelock: authority,
    council: elders.args.council,
    transaction: receipt.transactionHash,
    block: receipt.blockNumber,
  }
}
