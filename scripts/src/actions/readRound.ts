import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import type { RoundTerms } from '@commonweal/sdk/proposals/roundTerms'
import type { Address, Hex } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { readToken, type Token } from './readToken.ts'

/** As IQuadraticFunding has them, by number. */
export const roundPhases = [
  'None',
  'Applications',
  'Giving',
  'Review',
  'Deciding',
  'Finalized',
  'Expired',
  'Cancelled',
] as const
export type RoundPhase = (typeof roundPhases)[number]

/** As IQuadraticFunding has them, by number. */
export const projectStatuses = ['None', 'Pending', 'Accepted', 'Rejected', 'Withdrawn', 'Paid'] as const
export type ProjectStatus = (typeof projectStatuses)[number]

/** A project as the contract has it. Amounts in base units. */
export type RoundProject = {
  project: number
  applicant: Address
  recipient: Address
  deposit: bigint
  versionId: Hex
  status: ProjectStatus
  gifts: bigint
  rootSum: bigint
  pairSum: bigint
}

/** A round as the contract has it at one block, whose time is `now`. Amounts in base units. */
export type RoundOnChain = {
  roundId: Hex
  terms: RoundTerms
  phase: RoundPhase
  pool: bigint
  left: bigint
  projects: RoundProject[]
  token: Token
  now: number
  blockNumber: bigint
}

/** Where the funding is on a chain. */
export const fundingContract = (chain: Chain) =>
  ({ address: chain.addresses.quadraticFunding, abi: quadraticFundingAbi }) as const

/** Whether a project takes part in what is shared out. */
export const takesPart = ({ status }: { status: ProjectStatus }) => status === 'Accepted' || status === 'Paid'

/** Whether all get back what they gave. */
export const isOff = (phase: RoundPhase) => phase === 'Cancelled' || phase === 'Expired'

/**
 * Reads a round with all its projects, as of one block.
 *
 * @throws ChainError `unknown_round`.
 */
export async function readRound(chain: Chain, roundId: Hex): Promise<RoundOnChain> {
  const { client } = chain
  try {
    const block = await client.getBlock({ blockTag: 'latest' })
    const ask = { ...fundingContract(chain), blockNumber: block.number } as const
    if ((await client.readContract({ ...ask, functionName: 'phaseOf', args: [roundId] })) === 0) {
      throw new ChainError(`There is no round ${roundId} on chain ${chain.chainId}.`, {
        code: 'unknown_round',
        details: { roundId, chainId: chain.chainId },
        next: 'List them with round list; a round is there once the vote to open it is executed.',
      })
    }
    const round = await client.readContract({ ...ask, functionName: 'roundOf', args: [roundId] })
    const numbers = Array.from({ length: round.projects }, (_, index) => index + 1)
    const [token, ...projects] = await Promise.all([
      readToken(chain, round.terms.token),
      ...numbers.map(async (project): Promise<RoundProject> => {
        const found = await client.readContract({
          ...ask,
          functionName: 'projectOf',
          args: [roundId, BigInt(project)],
        })
        const { roots, pairs, status, ...rest } = found
        return {
          project,
          ...rest,
          status: projectStatuses[status] ?? 'None',
          rootSum: roots,
          pairSum: pairs,
        }
      }),
    ])
    return {
      roundId,
      terms: round.terms,
      phase: roundPhases[round.phase] ?? 'None',
      pool: round.pool,
      left: round.left,
      projects,
      token,
      now: Number(block.timestamp),
      blockNumber: block.number,
    }
  } catch (error) {
    throw explainFailure(error, 'reading the round', chain.rpcUrl)
  }
}
