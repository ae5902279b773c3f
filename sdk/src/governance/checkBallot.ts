import { type Address, type Hex, hashTypedData, isAddressEqual } from 'viem'
import { BallotError } from '../errors/BallotError.ts'
import type { BallotFile } from './ballotFile.ts'
import { governorDomain } from './domains.ts'
import { memberBallot } from './memberBallot.ts'
import { type IsAccepted, signatureFault } from './signatureFault.ts'

/** What a ballot has to be for, and when it is now. */
export type BallotExpectation = {
  chainId: number
  governor: Address
  /** The proposals that are voted on; left out, any. */
  proposalIds?: readonly bigint[]
  /** Unix seconds, by the chain's clock where it can be asked. */
  now: bigint
  /** Left out, the ballot of a voter that is a contract is refused. */
  isAccepted?: IsAccepted
}

/** What the voter of a ballot signs: its EIP-712 digest. */
export function ballotDigest(ballot: BallotFile): Hex {
  const { proposalId, support, voter, reason, deadline } = ballot
  return hashTypedData(memberBallot(governorDomain(ballot), { proposalId, support, voter, reason, deadline }))
}

async function checkSignature(ballot: BallotFile, isAccepted: IsAccepted | undefined): Promise<void> {
  const { voter, signature } = ballot
  const digest = ballotDigest(ballot)
  const fault = await signatureFault({ signer: voter, digest, signature }, isAccepted)
  if (fault === undefined) return
  const next =
    isAccepted === undefined
      ? 'Have it signed again; if the voter is a contract, check it where the chain can be asked.'
      : 'Have it signed again, with the key of the voter it names.'
  if (fault.of === 'no key') {
    throw new BallotError(`Its signature ${fault.message}.`, {
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
