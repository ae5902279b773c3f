import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import type { Hex } from 'viem'
import { ChainError } from '@/lib/chain/ChainError'
import { chainReader } from '@/lib/chain/chainReader'
import { readHead } from '@/lib/chain/readHead'
import { serverConfig } from '@/lib/config/serverConfig'
import { type Status, statuses } from '../status'

/**
 * Where versions stand for this community, from the registry itself.
 *
 * @throws ChainError
 */
export async function readStatuses(versionIds: readonly Hex[]): Promise<Map<Hex, Status>> {
  await readHead()
  const { addresses, communityId, ...config } = await serverConfig()
  const reader = chainReader(config)
  try {
    const answers = await Promise.all(
      versionIds.map((versionId) =>
        reader.readContract({
          address: addresses.modelRegistry,
          abi: modelRegistryAbi,
          functionName: 'statusOf',
          args: [communityId, versionId],
        }),
      ),
    )
    return new Map(versionIds.map((id, position) => [id, statuses[answers[position] ?? 0] ?? 'Unknown']))
  } catch (cause) {
    throw new ChainError('Where the versions stand cannot be read from the chain.', {
      code: 'status_unreadable',
      details: { modelRegistry: addresses.modelRegistry },
      next: 'Try again in a moment.',
      cause,
    })
  }
}
