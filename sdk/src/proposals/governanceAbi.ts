import { parseAbi } from 'viem'

/**
 * The settings a vote may change: OpenZeppelin's signatures (GovernorSettings, GovernorPreventLateQuorum,
 * TimelockController) and CommunityGovernor's own.
 */
export const governanceAbi = parseAbi([
  'function setVotingDelay(uint48 newVotingDelay)',
  'function setVotingPeriod(uint32 newVotingPeriod)',
  'function setLateQuorumVoteExtension(uint48 newVoteExtension)',
  'function setQuorumBps(uint16 newQuorumBps)',
  'function setMinimumVoters(uint32 newMinimumVoters)',
  'function updateDelay(uint256 newDelay)',
])
