import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import type { Address, Hex } from 'viem'
import type { DisplayItem, PlannedTransaction } from '@/lib/transactions/PlannedTransaction'

/** Stops a version at once, with a public reason. For elders and stewards. */
export function suspendVersion(
  wish: { modelRegistry: Address; communityId: Hex; versionId: Hex; reason: string },
  items: readonly DisplayItem[],
): PlannedTransaction {
  return {
    address: wish.modelRegistry,
    abi: modelRegistryAbi,
    functionName: 'suspend',
    args: [wish.communityId, wish.versionId, wish.reason.trim()],
    items,
  }
}
