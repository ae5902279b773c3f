import { type Address, type Hex, hashTypedData, isAddressEqual, recoverAddress, size } from 'viem'
import { BallotError } from '../errors/BallotError.ts'
import type { BallotFile } from './ballotFile.ts'
import { governorDomain } from './domains.ts'
import { memberBallot } from './memberBallot.ts'

/** Half of secp256k1's order: a signature above it is the twin of one below (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** What a ballot has to be for, and when it is now. */
export type BallotExpectation = {
  chainId: number
  governor: Address
  /** The proposals that are voted on; left out, any. */
  proposalIds?: readonly bigint[]
  /** Unix seconds, by the chain's clock where it can be asked. */
  now: bigint
  /**
   * Asks a voter that is a contract whether it accepts the signature (ERC-1271). Called only where no key of the voter
   * made it; left out, such a ballot is refused.
   */
  isAccepted?: (voter: Address, digest: Hex, signature: Hex) => Promise<boolean>
}

/** What the voter of a ballot signs: its EIP-712 digest. */
export function ballotDigest(ballot: BallotFile): Hex {
  const { proposalId, support, voter, reason, deadline } = ballot
  return hashTypedData(memberBallot(governorDomain(ballot), { proposalId, support, voter, reason, deadline }))
}

/** Why a signature is of no key, whoever's; undefined where it may be of one. */
function malformed(signature: Hex): string | undefined {
  if (size(signature) !== 65) return `has ${size(signature)} bytes instead of 65`
  if (BigInt(`0x${signature.slice(66, 130)}`) > halfOrder) return 'has a high s'
  if (!['1b', '1c'].includes(signature.slice(130))) return 'does not end in 27 or 28'
  return undefined
}

async function signerOf(digest: Hex, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverAddress({ hash: digest, signature })
  } catch {
    return undefined
  }
}

async function checkSignature(
  ballot: BallotFile,
  isAccepted: BallotExpectation['isAccepted'],
): Promise<void> {
  const { voter, signature } = ballot
  const digest = ballotDigest(ballot)
  const fault = malformed(signature)
  const signer = fault === undefined ? await signerOf(digest, signature) : undefined
  if (signer !== undefined && isAddressEqual(signer, voter)) return
  if (await isAccepted?.(voter, digest, signature)) return
  const next =
    isAccepted === undefined
      ? 'Have it signed again; if the voter is a contract, check it where the chain can be asked.'
      : 'Have it signed again, with the key of the voter it names.'
  if (signer === undefined) {
    throw new BallotError(`Its signature ${fault ?? 'cannot be read'}.`, {
      code: 'ballot_signature',
      details: { digest },
      next,
    })
  }
  throw new BallotError(
    `${voter} has not signed this ballot: it was signed by another key, or changed since.`,
    {
      code: 'ballot_signer',
      // Whom a changed ballot seems to be signed by is nobody in particular.
      details: { voter, digest },
      next,
    },
  )
}

/**
 * Checks that a ballot is for this community, still holds, and is signed by its voter: all that the Governor looks at,
 * save whether the voter has a vote. In the order in which the reader can do something about it.
 *
 * @throws BallotError `ballot_wrong_chain`, `ballot_wrong_governor`, `ballot_wrong_proposal`, `ballot_expired`,
 * `ballot_signature` (of no key: malformed, compact or high-s) or `ballot_signer` (not the voter's).
 */
export async function checkBallot(ballot: BallotFile, expected: BallotExpectation): Promise<void> {
  const { chainId, governor, proposalId, deadline } = ballot
  if (chainId !== expected.chainId) {
    throw new BallotError(`It is for chain ${chainId}, not for chain ${expected.chainId}.`, {
      code: 'ballot_wrong_chain',
      details: { expected: expected.chainId, actual: chainId },
    })
  }
  if (!isAddressEqual(governor, expected.governor)) {
    throw new BallotError(`It is for another community, whose Governor is ${governor}.`, {
      code: 'ballot_wrong_governor',
      details: { expected: expected.governor, actual: governor },
    })
  }
  if (expected.proposalIds !== undefined && !expected.proposalIds.includes(proposalId)) {
    throw new BallotError(`It is for proposal ${proposalId}, which is not voted on here.`, {
      code: 'ballot_wrong_proposal',
      details: { expected: expected.proposalIds.map(String), actual: proposalId.toString() },
    })
  }
  if (deadline < expected.now) {
    throw new BallotError('Its deadline has passed.', {
      code: 'ballot_expired',
      details: { deadline: deadline.toString(), now: expected.now.toString() },
      next: 'Have it signed again with a later deadline, if the vote is still open.',
    })
  }
  await checkSignature(ballot, expected.isAccepted)
}
