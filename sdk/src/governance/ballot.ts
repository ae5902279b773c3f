import type { Address, Hex } from 'viem'

/** `GovernorCountingSimple.VoteType`. */
export const support = { against: 0, for: 1, abstain: 2 } as const
/** A way to vote. */
export type Support = keyof typeof support

/** The EIP-712 types of OpenZeppelin's Governor 5, for `castVoteBySig` and `castVoteWithReasonAndParamsBySig`. */
export const ballotTypes = {
  Ballot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

/** See {@link ballotTypes}. */
export const extendedBallotTypes = {
  ExtendedBallot: [
    { name: 'proposalId', type: 'uint256' },
    { name: 'support', type: 'uint8' },
    { name: 'voter', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'reason', type: 'string' },
    { name: 'params', type: 'bytes' },
  ],
} as const

/** Where a ballot counts. `name` and `version` are what the Governor's `eip712Domain()` answers. */
export type BallotDomain = { name: string; version: string; chainId: number; verifyingContract: Address }

type BallotMessage = { proposalId: bigint; support: Support; voter: Address; nonce: bigint }

/** What a member signs so that someone else can carry the vote to the chain. */
export function ballot(domain: BallotDomain, message: BallotMessage) {
  return {
    domain,
    types: ballotTypes,
    primaryType: 'Ballot',
    message: { ...message, support: support[message.support] },
  } as const
}

/** As `ballot`, with a public reason and parameters. */
export function extendedBallot(
  domain: BallotDomain,
  message: BallotMessage & { reason: string; params: Hex },
) {
  return {
    domain,
    types: extendedBallotTypes,
    primaryType: 'ExtendedBallot',
    message: { ...message, support: support[message.support] },
  } as const
}
