/** The local stack's chain. */
export const LOCAL_CHAIN_ID = 31337

/** What graph-node calls the chains this project may be deployed to. Ours is named here and nowhere else. */
export const networkNames: Readonly<Record<number, string>> = {
  [LOCAL_CHAIN_ID]: 'commonweal-local',
  1: 'mainnet',
  10: 'optimism',
  8453: 'base',
  42161: 'arbitrum-one',
  84532: 'base-sepolia',
  11155111: 'sepolia',
  11155420: 'optimism-sepolia',
}
