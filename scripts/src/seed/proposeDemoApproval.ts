import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { encodeAction } from '@commonweal/sdk/proposals/encodeAction'
import type { Hex } from 'viem'
import type { Chain } from '../actions/openChain.ts'
import { propose } from '../actions/propose.ts'
import type { Community } from '../actions/readCommunity.ts'
import { actionAddresses, readProposals } from '../actions/readProposals.ts'
import { readVersion } from '../actions/readVersion.ts'
import { type DevelopmentWallet, developmentWallets } from './developmentWallets.ts'

/**
 * Proposes to approve the demo's version, unless that was proposed before: whatever became of it then, by vote or by
 * time, is left as it is.
 */
export async function proposeDemoApproval(
  chain: Chain,
  community: Community,
  versionId: Hex,
  { signal }: { signal: AbortSignal },
): Promise<{ proposalId: bigint; proposed: boolean }> {
  const { proposals } = await readProposals(chain, community)
  const earlier = proposals.find((proposal) =>
    proposal.decoded.some((action) => action.kind === 'approveVersion' && action.versionId === versionId),
  )
  if (earlier) return { proposalId: earlier.proposalId, proposed: false }

  const { policyId } = await readVersion(chain, versionId, community.communityId)
  const proposer = developmentWallets().find((wallet) =>
    wallet.roles?.includes('steward'),
  ) as DevelopmentWallet
  await untilMembersMayPropose(chain, community, signal)
  const { proposalId } = await propose(chain, proposer.account, {
    governor: community.governor,
    actions: [
      encodeAction(
        {
          kind: 'approveVersion',
          communityId: community.communityId,
          versionId,
          policyId,
          supersedesParent: false,
        },
        actionAddresses(chain, community),
      ),
    ],
    text: (await readFile(new URL('./proposal.md', import.meta.url), 'utf8')).trim(),
  })
  return { proposalId, proposed: true }
}

/**
 * A member may propose from the second after joining on, and a quick machine gets here within the second of the
 * founding. The stack mines by itself, so that second passes.
 */
async function untilMembersMayPropose(
  chain: Chain,
  { foundedAt }: Community,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { timestamp } = await chain.client.getBlock({ blockTag: 'latest' })
    if (timestamp > foundedAt) return
    await delay(200, undefined, { signal })
  }
}
