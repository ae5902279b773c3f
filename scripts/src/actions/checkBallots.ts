import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { BallotFile } from '@commonweal/sdk/governance/ballotFile'
import { type BallotExpectation, checkBallot } from '@commonweal/sdk/governance/checkBallot'
import {
  type Address,
  encodeFunctionData,
  type Hex,
  HttpRequestError,
  parseAbi,
  size,
  TimeoutError,
} from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { FoundBallot } from './readBallotFiles.ts'

/** A ballot that is this community's and its voter's, and where it was found. */
export type CheckedBallot = BallotFile & {
  source: string
  /** Whether a contract said that it has signed, which costs gas on chain too. */
  byContract: boolean
}

/** Why something is not a ballot that may be counted. */
export type RefusedBallot = { source: string; ballot?: BallotFile; error: CommonwealError }

const erc1271 = parseAbi(['function isValidSignature(bytes32 digest, bytes signature) view returns (bytes4)'])
/** The word that says yes. */
const accepted = `0x1626ba7e${'0'.repeat(56)}`
/** What the Governor gives, and what the call itself costs besides. */
const callGas = (data: Hex) => 400_000n + 30_000n + 40n * BigInt(size(data))

/**
 * Asks a contract whether it accepts a signature, with as much gas as the Governor gives it.
 *
 * @throws CommonwealError `rpc_unreachable`.
 */
export async function isAcceptedByContract(
  chain: Chain,
  voter: Address,
  digest: Hex,
  signature: Hex,
): Promise<boolean> {
  const data = encodeFunctionData({ abi: erc1271, args: [digest, signature] })
  try {
    if ((await chain.client.getCode({ address: voter })) === undefined) return false
    const answer = await chain.client.call({ to: voter, data, gas: callGas(data) })
    return answer.data?.slice(0, accepted.length) === accepted
  } catch (error) {
    const silent = (cause: unknown) => cause instanceof HttpRequestError || cause instanceof TimeoutError
    if (error instanceof Error && 'walk' in error && (error as HttpRequestError).walk(silent) !== null) {
      throw explainFailure(error, 'asking a contract for its signature', chain.rpcUrl)
    }
    // It refused, in whatever way.
    return false
  }
}

/**
 * Checks every ballot that was found. One that is refused does not stop the others.
 *
 * @param chain Asked about voters that are contracts; left out, their ballots are refused.
 */
export async function checkBallots(
  found: readonly FoundBallot[],
  expected: Omit<BallotExpectation, 'isAccepted'>,
  chain: Chain | undefined,
): Promise<{ checked: CheckedBallot[]; refused: RefusedBallot[] }> {
  const checked: CheckedBallot[] = []
  const refused: RefusedBallot[] = []
  for (const one of found) {
    if ('error' in one) {
      refused.push({ source: one.source, error: one.error })
      continue
    }
    let byContract = false
    const isAccepted = async (voter: Address, digest: Hex, signature: Hex) => {
      byContract = chain !== undefined && (await isAcceptedByContract(chain, voter, digest, signature))
      return byContract
    }
    try {
      await checkBallot(one.ballot, chain === undefined ? expected : { ...expected, isAccepted })
      checked.push({ ...one.ballot, source: one.source, byContract })
    } catch (error) {
      if (!(error instanceof CommonwealError) || error.code === 'rpc_unreachable') throw error
      refused.push({ source: one.source, ballot: one.ballot, error })
    }
  }
  return { checked, refused }
}
