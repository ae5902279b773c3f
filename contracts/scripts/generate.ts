/**
 * Writes `generated/`: what other packages know of the contracts.
 *
 *   node contracts/scripts/generate.ts           writes it
 *   node contracts/scripts/generate.ts --check   writes nothing; exits 1 and names each file that differs
 *
 * ABIs come from the compiler. Local addresses come from really deploying the Ignition module on a fresh chain, and the
 * identifier vectors from asking the contracts deployed there.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import type { EthereumProvider } from 'hardhat/types/providers'
import {
  type Abi,
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  slice,
  toHex,
} from 'viem'
import localParameters from '../ignition/parameters/local.json' with { type: 'json' }
import { type CommonwealAddresses, deployCommonweal } from './deployCommonweal.ts'
import { developmentChainId, developmentDeployer } from './developmentAccounts.ts'
import { openHardhat, packageRoot } from './openHardhat.ts'

const contracts = [
  'CommunityFactory',
  'CommunityGovernor',
  'CommunityRegistry',
  'CommunityTimelock',
  'CulturalProtocols',
  'ElderCouncil',
  'Federation',
  'Membership',
  'ModelRegistry',
  'QuadraticFunding',
]

const outputRoot = path.join(packageRoot, 'generated')

async function generateFiles(hardhat: HardhatRuntimeEnvironment): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const abis = new Map<string, Abi>()
  for (const name of contracts) {
    const { abi } = await hardhat.artifacts.readArtifact(name)
    const json = JSON.stringify(abi, null, 2)
    abis.set(name, abi as Abi)
    files.set(`abi/${name}.json`, `${json}\n`)
    files.set(
      `abi/${name}.ts`,
      `export const ${name[0]?.toLowerCase()}${name.slice(1)}Abi = ${json} as const\n`,
    )
  }

  const { provider } = await hardhat.network.create('default')
  const addresses = await deployCommonweal({
    artifacts: hardhat.artifacts,
    provider,
    deployer: developmentDeployer,
    parameters: localParameters,
    confirmations: 1,
  })
  files.set('addresses.ts', renderAddresses(addresses))
  files.set('vectors/identifiers.json', await renderIdentifiers(provider, addresses, abis))
  return files
}

function renderAddresses(addresses: CommonwealAddresses): string {
  const rows = Object.entries(addresses).map(([name, address]) => `    ${name}: '${getAddress(address)}',`)
  return `/** Where the contracts that exist once are, by chain id. */
export type Addresses = {
${Object.keys(addresses)
  .map((name) => `  readonly ${name}: \`0x\${string}\``)
  .join('\n')}
}

/** ${developmentChainId} is every local stack: account 0 of the development phrase deploys first on a fresh chain. */
export const addresses: Readonly<Record<number, Addresses>> = {
  ${developmentChainId}: {
${rows.join('\n')}
  },
}

/** The block from which an indexer has to read, by chain id. */
export const startBlocks: Readonly<Record<number, number>> = {
  ${developmentChainId}: 0,
}
`
}

/** What the contracts answer for chosen inputs, so that other implementations of the formulas can be held to it. */
async function renderIdentifiers(
  provider: EthereumProvider,
  addresses: CommonwealAddresses,
  abis: ReadonlyMap<string, Abi>,
): Promise<string> {
  const ask = async (contract: string, to: Address, functionName: string, args: unknown[]): Promise<Hex> => {
    const abi = abis.get(contract)
    if (abi === undefined) throw new Error(`no ABI of ${contract}`)
    const data = encodeFunctionData({ abi, functionName, args })
    const answer = (await provider.request({ method: 'eth_call', params: [{ to, data }, 'latest'] })) as Hex
    return decodeFunctionResult({ abi, functionName, data: answer }) as Hex
  }
  const vectors = []
  for (const slug of ['a', 'gentle-judge', 'x'.repeat(64)]) {
    const salt = keccak256(toHex(`salt of ${slug}`))
    const manifestHash = keccak256(toHex(`manifest of ${slug}`))
    const registrar = addresses.communityFactory
    const communityId = await ask('CommunityRegistry', addresses.communityRegistry, 'communityIdFor', [
      registrar,
      salt,
    ])
    const modelId = await ask('ModelRegistry', addresses.modelRegistry, 'modelIdFor', [communityId, slug])
    const contributor = getAddress(slice(keccak256(toHex(`contributor of ${slug}`)), 12))
    const versionId = await ask('ModelRegistry', addresses.modelRegistry, 'versionIdFor', [
      modelId,
      manifestHash,
      contributor,
    ])
    const policyId = await ask('CulturalProtocols', addresses.culturalProtocols, 'policyIdFor', [
      communityId,
      salt,
    ])
    const roundId = await ask('QuadraticFunding', addresses.quadraticFunding, 'roundIdFor', [
      communityId,
      salt,
    ])
    vectors.push({
      chainId: developmentChainId,
      communityRegistry: getAddress(addresses.communityRegistry),
      registrar: getAddress(registrar),
      salt,
      communityId,
      slug,
      modelId,
      manifestHash,
      contributor,
      versionId,
      policyId,
      roundId,
    })
  }
  return `${JSON.stringify(vectors, null, 2)}\n`
}

async function readOrNothing(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function existingFiles(): Promise<string[]> {
  const entries = await readdir(outputRoot, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(outputRoot, path.join(entry.parentPath, entry.name)))
}

const hardhat = await openHardhat()
await hardhat.tasks.getTask('build').run({ quiet: true, noTests: true })
const files = await generateFiles(hardhat)
const superfluous = (await existingFiles()).filter((name) => !files.has(name))

if (process.argv.includes('--check')) {
  const stale: string[] = []
  for (const [name, text] of files) {
    if ((await readOrNothing(path.join(outputRoot, name))) !== text) stale.push(name)
  }
  for (const name of [...stale, ...superfluous].sort())
    process.stderr.write(`stale: contracts/generated/${name}\n`)
  if (stale.length + superfluous.length > 0) {
    process.stderr.write('Run: npm run generate -w contracts\n')
    process.exitCode = 1
  }
} else {
  for (const name of superfluous) await rm(path.join(outputRoot, name))
  for (const [name, text] of files) {
    const file = path.join(outputRoot, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  process.stdout.write(`wrote ${files.size} files to contracts/generated\n`)
}
