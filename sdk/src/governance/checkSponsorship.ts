import { type Address, type Hex, hashTypedData, isAddressEqual } from 'viem'
import { SponsorshipError } from '../errors/SponsorshipError.ts'
import { governorDomain } from './domains.ts'
import { type IsAccepted, signatureFault } from './signatureFault.ts'
import { sponsorship } from './sponsorship.ts'
import type { SponsorshipFile } from './sponsorshipFile.ts'

/** What a sponsorship has to be for, and when it is now. */
export type SponsorshipExpectation = {
  chainId: number
  governor: Address
  proposalId: bigint
  /** Unix seconds, by the chain's clock. */
  now: bigint
  /** Left out, the sponsorship of a member that is a contract is refused. */
  isAccepted?: IsAccepted
}

/** What a sponsor signs: its EIP-712 digest. */
export function sponsorshipDigest(file: SponsorshipFile): Hex {
  const { proposalId, sponsor, deadline } = file
  return hashTypedData(sponsorship(governorDomain(file), { proposalId, sponsor, deadline }))
}

/**
 * Checks that a sponsorship is for this proposal of this community, still holds, and is signed by its sponsor: all that
 * the Governor looks at, save whether the sponsor is a member.
 *
 * @throws SponsorshipError `sponsorship_wrong_chain`, `sponsorship_wrong_governor`, `sponsorship_wrong_proposal`,
 * `sponsorship_expired`, `sponsorship_signature` (of no key) or `sponsorship_signer` (not the sponsor's).
 */
export async function checkSponsorship(
  file: SponsorshipFile,
  expected: SponsorshipExpectation,
): Promise<void> {
  const { chainId, governor, proposalId, sponsor, deadline, signature } = file
  if (chainId !== expected.chainId) {
    throw new SponsorshipError(`It is for chain ${chainId}, not for chain ${expected.chainId}.`, {
      code: 'sponsorship_wrong_chain',
      details: { expected: expected.chainId, actual: chainId },
    })
  }
  if (!isAddressEqual(governor, expected.governor)) {
    throw new SponsorshipError(`It is for another community, whose Governor is ${governor}.`, {
      code: 'sponsorship_wrong_governor',
      details: { expected: expected.governor, actual: governor },
    })
  }
  if (proposalId !== expected.proposalId) {
    throw new SponsorshipError(
      `It is for proposal ${proposalId}, and this would be ${expected.proposalId}: other actions, another text, or another proposer.`,
      {
        code: 'sponsorship_wrong_proposal',
        details: { expected: expected.proposalId.toString(), actual: proposalId.toString() },
        next: 'Propose exactly what was signed for, with the key it names; or have this signed for.',
      },
    )
  }
  if (deadline < expected.now) {
    throw new SponsorshipError('Its deadline has passed.', {
      code: 'sponsorship_expired',
      details: { deadline: deadline.toString(), now: expected.now.toString() },
      next: 'Have it signed again with a later deadline.',
    })
  }
  const digest = sponsorshipDigest(file)
  const fault = await signatureFault({ signer: sponsor, digest, signature }, expected.isAccepted)
  if (fault === undefined) return
  const next = 'Have it signed again, with the key of the sponsor it names.'
  if (fault.of === 'no key') {
    throw new SponsorshipError(`Its signature ${fault.message}.`, {
      code: 'sponsorship_signature',
      details: { digest },
      next,
    })
  }
  throw new SponsorshipError(
    `${sponsor} has not signed this sponsorship: it was signed by another key, or changed since.`,
    { code: 'sponsorship_signer', details: { sponsor, digest }, next },
  )
}
