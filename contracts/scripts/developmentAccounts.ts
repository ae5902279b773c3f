import type { Address } from 'viem'

/** The chain id of every local stack. Nothing of value lives there. */
export const developmentChainId = 31337

/**
 * The public development phrase of Hardhat, Anvil and Foundry. Its keys are known to everyone: never send anything of
 * value to them.
 */
export const developmentMnemonic = 'test test test test test test test test test test test junk'

/** Account 0 of that phrase, the deployer on local chains. */
export const developmentDeployer: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
