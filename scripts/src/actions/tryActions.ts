import type { Action } from '@commonweal/sdk/proposals/action'
import { isAddressEqual } from 'viem'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import type { Community } from './readCommunity.ts'

/**
 * Tries each action of a proposal by itself, as the community's timelock would carry it out now. What fails may yet
 * succeed when its time comes (an earlier action may prepare it), and the other way round.
 *
 * What goes to the Governor is not tried: it takes such calls only while it carries out a proposal.
 *
 * @returns Of each action, in order, the contract's reason in words; undefined where it would succeed, or was not tried.
 * @throws ChainError `rpc_unreachable`.
 */
export async function tryActions(
  chain: Chain,
  { timelock, governor }: Community,
  actions: readonly Action[],
): Promise<(string | undefined)[]> {
  return Promise.all(
    actions.map(async ({ target, value, calldata }) => {
      if (isAddressEqual(target, governor)) return undefined
      try {
        await chain.client.call({ account: timelock, to: target, value, data: calldata })
        return undefined
      } catch (error) {
        const told = explainFailure(error, 'trying the action', chain.rpcUrl)
        if (told.code === 'rpc_unreachable') throw told
        if (told.code === 'insufficient_funds')
          return 'The treasury has less than that of the chain’s own coin.'
        return told.message
      }
    }),
  )
}
