import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { type Hex, zeroHash } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'
import type { Council } from './readCouncil.ts'
import { readPolicy } from './readPolicy.ts'

/**
 * How many elders of a community consent to something now, and how many have to. Null where the subject does not tell
 * which policy asks for it.
 */
export type Consent = {
  standing: number
  needed: number | null
  /** Whose elders have to consent as well. */
  otherCommunities: Hex[] | null
}

/** Whose consent a policy asks for before a version under it is approved: each part of it, of its own community. */
async function readAsked(
  chain: Chain,
  { communityId }: Community,
  policyId: Hex,
): Promise<Pick<Consent, 'needed' | 'otherCommunities'>> {
  if (policyId === zeroHash) return { needed: 0, otherCommunities: [] }
  const { policy } = await readPolicy(chain, policyId)
  const asking = [policy, ...policy.parents].filter(({ consent }) => consent > 0)
  const own = asking.filter((part) => part.communityId === communityId)
  const others = asking.filter((part) => part.communityId !== communityId)
  return {
    // The same elders count for every part.
    needed: Math.max(0, ...own.map(({ consent }) => consent)),
    otherCommunities: [...new Set(others.map((part) => part.communityId))],
  }
}

/**
 * Reads how far a community's elders consent to a subject.
 *
 * @param policyId The policy of the version that the subject is; undefined where it is no version.
 * @throws ChainError
 */
export async function readConsent(
  chain: Chain,
  community: Community,
  council: Council,
  { subject, policyId }: { subject: Hex; policyId: Hex | undefined },
): Promise<Consent> {
  const asked =
    policyId === undefined
      ? { needed: null, otherCommunities: null }
      : await readAsked(chain, community, policyId)
  try {
    const standing = await chain.client.readContract({
      address: council.address,
      abi: elderCouncilAbi,
      functionName: 'consentsTo',
      args: [subject],
    })
    return { standing: Number(standing), ...asked }
  } catch (error) {
    throw explainFailure(error, 'reading the consents', chain.rpcUrl)
  }
}
