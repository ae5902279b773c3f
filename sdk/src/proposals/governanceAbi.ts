import { parseAbi } from 'viem'

/**
 * What a vote may change in a community's Governor, timelock and council: OpenZeppelin's signatures and those of the
 * community's own contracts. A small part of their ABIs, so that a page need not carry them whole.
 */
export const governanceAbi = parseAbi([
  'struct TreasuryCap { uint16 capBps; uint32 period; }',
  'function setVotingDelay(uint48 newVotingDelay)',
  'function setVotingPeriod(uint32 newVotingPeriod)',
  'function setLateQuorumVoteExtension(uint48 newVoteExtension)',
  'function setQuorumBps(uint16 newQuorumBps)',
  'function setMinimumVoters(uint32 newMinimumVoters)',
  'function setProposalThreshold(uint16 newProposalThreshold)',
  'function setReproposalCooldown(uint32 newReproposalCooldown)',
  'function setSuperMajorityBps(uint16 newSuperMajorityBps)',
  'function relay(address target, uint256 value, bytes data) payable',
  'function updateTimelock(address newTimelock)',
  'function updateDelay(uint256 newDelay)',
  'function setTreasuryCap(TreasuryCap cap)',
  'function grantRole(bytes32 role, address account)',
  'function revokeRole(bytes32 role, address account)',
  'function setThresholds(uint16 consentThreshold, uint16 vetoThreshold)',
  'function setVetoPower(uint48 expiresAt)',
])

/** How any ERC-20 token is asked to pay. */
export const tokenAbi = parseAbi(['function transfer(address to, uint256 amount) returns (bool)'])
