import { readFile } from 'node:fs/promises'
import { stringToHex } from 'viem'
import { foundCommunity, predictCommunity } from '../actions/foundCommunity.ts'
import type { Chain } from '../actions/openChain.ts'
import { publishText } from '../actions/publishArtifacts.ts'
import { type Community, readCommunity } from '../actions/readCommunity.ts'
import { type DevelopmentWallet, developmentWallets } from './developmentWallets.ts'
import { SeedError } from './SeedError.ts'

/** With the founder's address it fixes every address of the demo community, so that a second start finds it. */
const salt = stringToHex('riverside-mutual-aid', { size: 32 })

const day = 86_400
const settings = {
  votingDelay: 60,
  votingPeriod: day,
  lateQuorumVoteExtension: 3_600,
  quorumBps: 4_000,
  minimumVoters: 2,
  proposalThreshold: 1,
  reproposalCooldown: 7 * day,
  superMajorityBps: 6_667,
}
const membership = { vouching: { needed: 2, period: 30 * day }, recoveryDelay: 3 * day }
const council = { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 365 * day }
const treasury = { capBps: 1_000, period: 30 * day }
const timelockDelay = 3_600

/**
 * Founds the demo community unless it is there, and makes sure that its charter can be read. The same steps as a
 * person takes with the command line.
 *
 * @returns The community as the chain has it, and whether it was founded now.
 */
export async function foundDemoCommunity(
  chain: Chain,
  { ipfsRpcUrl, signal }: { ipfsRpcUrl: string; signal: AbortSignal },
): Promise<{ community: Community; founded: boolean }> {
  const wallets = developmentWallets()
  const members = wallets.filter((wallet) => wallet.roles !== undefined)
  const founder = members[0] as DevelopmentWallet
  const text = await readFile(new URL('./charter.md', import.meta.url), 'utf8')
  // The charter first: a community on the chain whose charter nobody can read would be half founded.
  const charter = await publishText({ ipfsRpcUrl, text, signal })

  const { communityId } = await predictCommunity(chain, founder.account.address, salt)
  const present = await findCommunity(chain, communityId)
  if (present) return { community: present, founded: false }

  await foundCommunity(chain, founder.account, {
    name: 'Riverside Mutual Aid',
    charterDigest: charter.digest,
    charterURI: charter.uri,
    founders: members.map((member) => ({ account: member.account.address, roles: member.roles ?? [] })),
    membership,
    settings,
    council,
    treasury,
    timelockDelay,
    salt,
  })
  const community = await readCommunity(chain, communityId)
  if (community.memberCount !== members.length) {
    throw new SeedError(
      `${community.name} was founded with ${community.memberCount} members instead of ${members.length}.`,
      { code: 'seed_unexpected', next: 'Start over with `npm start -- --fresh`.' },
    )
  }
  return { community, founded: true }
}

async function findCommunity(chain: Chain, communityId: `0x${string}`): Promise<Community | undefined> {
  try {
    return await readCommunity(chain, communityId)
  } catch (error) {
    if ((error as { code?: string }).code === 'unknown_community') return undefined
    throw error
  }
}
