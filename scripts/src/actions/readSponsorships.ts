import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { checkSponsorship } from '@commonweal/sdk/governance/checkSponsorship'
import type { IsAccepted } from '@commonweal/sdk/governance/signatureFault'
import { parseSponsorshipFile, type SponsorshipFile } from '@commonweal/sdk/governance/sponsorshipFile'
import { type Address, isAddressEqual } from 'viem'
import { isAcceptedByContract } from './checkBallots.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { SignedSponsorship } from './propose.ts'
import type { Community } from './readCommunity.ts'
import { readNow } from './readNow.ts'
import { readTextFile } from './readTextFile.ts'

/** Bytes of the largest file that is read. */
const fileBytes = 262_144

async function readFile(path: string): Promise<SponsorshipFile> {
  const text = await readTextFile(
    path,
    fileBytes,
    (fault, message, cause) =>
      new CommonwealError(message, {
        code: `sponsorship_${fault}`,
        cause,
        details: { path },
        next: 'Name the files that `proposal sponsor` wrote.',
      }),
  )
  return parseSponsorshipFile(text)
}

/** The sponsor's id, where it is a member whose word counts for this proposer. */
async function requireSponsor(
  chain: Chain,
  community: Community,
  { sponsor }: SponsorshipFile,
  proposer: Address,
): Promise<bigint> {
  if (isAddressEqual(sponsor, proposer)) {
    throw new CommonwealError('It is the proposer’s own, who counts already.', {
      code: 'sponsorship_own',
      next: 'Have other members sign.',
    })
  }
  const { memberId, leftAt } = await chain.client.readContract({
    address: community.membership,
    abi: membershipAbi,
    functionName: 'memberOf',
    args: [sponsor],
  })
  if (memberId !== 0n && leftAt === 0) return memberId
  throw new CommonwealError(`${sponsor} is not a member of ${community.name}, and only members sponsor.`, {
    code: 'sponsorship_not_member',
    details: { sponsor },
    next: 'Leave it out, and have other members sign.',
  })
}

/**
 * Reads the files in which members have signed for a proposal, and checks all that the Governor will look at. One that
 * does not hold stops everything: the proposer is there to do something about it.
 *
 * @returns As the Governor takes them: in the order of their members' ids.
 * @throws CommonwealError which names the file.
 */
export async function readSponsorships(
  chain: Chain,
  community: Community,
  paths: readonly string[],
  { proposalId, proposer }: { proposalId: bigint; proposer: Address },
): Promise<SignedSponsorship[]> {
  if (paths.length === 0) return []
  const now = BigInt(await readNow(chain))
  const { chainId } = chain
  const { governor } = community
  const isAccepted: IsAccepted = (sponsor, digest, signature) =>
    isAcceptedByContract(chain, sponsor, digest, signature)
  const byMember = new Map<bigint, { path: string; file: SponsorshipFile }>()
  for (const path of paths) {
    try {
      const file = await readFile(path)
      await checkSponsorship(file, { chainId, governor, proposalId, now, isAccepted })
      const memberId = await requireSponsor(chain, community, file, proposer)
      const other = byMember.get(memberId)
      if (other !== undefined) {
        throw new CommonwealError(`It is of the same member as ${other.path}, who counts once.`, {
          code: 'sponsorship_duplicate',
          next: 'Leave one of them out.',
        })
      }
      byMember.set(memberId, { path, file })
    } catch (error) {
      const told = explainFailure(error, 'reading the sponsorships', chain.rpcUrl)
      if (told.code === 'rpc_unreachable') throw told
      throw new CommonwealError(`The sponsorship in ${path} does not hold. ${told.message}`, {
        code: told.code,
        cause: error,
        details: { path, ...(typeof told.details === 'object' ? told.details : {}) },
        ...(told.next === undefined ? {} : { next: told.next }),
      })
    }
  }
  return [...byMember]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { file }]) => ({ sponsor: file.sponsor, deadline: file.deadline, signature: file.signature }))
}
