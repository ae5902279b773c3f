import { createRequire } from 'node:module'
import toolboxViem from '@nomicfoundation/hardhat-toolbox-viem'
import { configVariable, defineConfig } from 'hardhat/config'
import { developmentChainId, developmentMnemonic } from './scripts/developmentAccounts.ts'

const require = createRequire(import.meta.url)

// The compiler comes from the lockfile, so that a build needs no download and everyone gets the same bytes.
const solc = { version: '0.8.37', path: require.resolve('solc/soljson.js') }

const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 200 },
}

// One folder a build, so that the quick profile and the deployed one never evict each other's output.
const build = process.env.COMMONWEAL_CONTRACTS_BUILD ?? '.'

export default defineConfig({
  plugins: [toolboxViem],
  paths: {
    sources: 'src',
    tests: { solidity: 'test', nodejs: 'test' },
    artifacts: `${build}/artifacts`,
    cache: `${build}/cache`,
  },
  solidity: {
    profiles: {
      // What is deployed, tested and measured.
      default: { ...solc, settings: { ...settings, viaIR: true } },
      // For the writer's loop only: compiles several times faster, never deployed.
      fast: { ...solc, settings },
      // Ignition and verification pick this one by name; it must be what the tests saw.
      production: { ...solc, settings: { ...settings, viaIR: true } },
    },
  },
  test: {
    solidity: {
      profiles: {
        default: {
          fuzz: { runs: 256 },
          // A step of a run catches what it tries: one that reverts is a mistake of the test.
          invariant: { runs: 64, depth: 64, failOnRevert: true },
        },
        // At night (scripts/deep.ts): 102,400 calls for each invariant. As deep as a community has a history, and no
        // deeper, because what there is to compare grows with it.
        deep: {
          fuzz: { runs: 10_000, seed: process.env.COMMONWEAL_DEEP_SEED },
          invariant: { runs: 800, depth: 128, failOnRevert: true },
        },
        // Every call of a test is a transaction of its own, so that a snapshot says what a person pays.
        gas: { isolate: true },
      },
    },
  },
  networks: {
    // The chain id is that of the local stack, because generated addresses and typed data depend on it.
    default: { type: 'edr-simulated', chainType: 'l1', chainId: developmentChainId, hardfork: 'cancun' },
    local: {
      type: 'http',
      chainType: 'l1',
      chainId: developmentChainId,
      url: configVariable('COMMONWEAL_RPC_URL'),
      accounts: { mnemonic: developmentMnemonic },
    },
    public: {
      type: 'http',
      url: configVariable('COMMONWEAL_RPC_URL'),
      accounts: [configVariable('COMMONWEAL_DEPLOYER_KEY')],
    },
  },
})
