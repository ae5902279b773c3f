import { hashDescription } from '@commonweal/sdk/governance/proposalId'
import type { Address, Hex } from 'viem'

/** What a proposal consists of, as it travels from the server to the browser: amounts in wei as decimal digits. */
export type ProposalContent = {
  targets: readonly Address[]
  values: readonly string[]
  calldatas: readonly Hex[]
  description: string
}

/** The arguments by which the Governor finds a proposal again. */
export function contentArguments({ targets, values, calldatas, description }: ProposalContent) {
  return [targets, values.map(BigInt), calldatas, hashDescription(description)] as const
}
