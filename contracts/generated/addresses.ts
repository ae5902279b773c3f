/** Where the contracts that exist once are, by chain id. */
export type Addresses = {
  readonly communityRegistry: `0x${string}`
  readonly communityFactory: `0x${string}`
  readonly federation: `0x${string}`
  readonly culturalProtocols: `0x${string}`
  readonly modelRegistry: `0x${string}`
  readonly membershipImplementation: `0x${string}`
  readonly governorImplementation: `0x${string}`
  readonly timelockImplementation: `0x${string}`
  readonly councilImplementation: `0x${string}`
  readonly quadraticFunding: `0x${string}`
}

/** 31337 is every local stack: account 0 of the development phrase deploys first on a fresh chain. */
export const addresses: Readonly<Record<number, Addresses>> = {
  31337: {
    communityRegistry: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    communityFactory: '0x2279B7A0a67DB372996a5FaB50D91eAA73d2eBe6',
    federation: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
    culturalProtocols: '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
    modelRegistry: '0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9',
    membershipImplementation: '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9',
    governorImplementation: '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707',
    timelockImplementation: '0x0165878A594ca255338adfa4d48449f69242Eb8F',
    councilImplementation: '0xa513E6E4b8f2a923D98304ec87F64353C4D5C853',
    quadraticFunding: '0x8A791620dd6260079BF849Dc5567aDC3F2FdC318',
  },
}

/** The block from which an indexer has to read, by chain id. */
export const startBlocks: Readonly<Record<number, number>> = {
  31337: 0,
}
