import { parseAbi } from 'viem'

/** The settings a vote may change, by OpenZeppelin's signatures (GovernorSettings, TimelockController). */
export const governanceAbi = parseAbi([
  'function setVotingDelay(uint48 newVotingDelay)',
  'function setVotingPeriod(uint32 newVotingPeriod)',
  'function updateDelay(uint256 newDelay)',
])
