/**
 * Deploys Commonweal through Hardhat Ignition.
 *
 *   node contracts/scripts/deploy.ts --rpc URL --deployment-dir DIR [--chain-id ID] [--parameters FILE]
 *
 * Progress goes to stderr. The last line of stdout is one JSON object with every address. Run twice it deploys nothing
 * the second time. It deploys what `npm run compile` built.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { DeploymentParameters } from '@nomicfoundation/ignition-core'
import type { NetworkConfigOverride } from 'hardhat/types/config'
import type { Address } from 'viem'
import { addresses as generated } from '../generated/addresses.ts'
import { DeployError } from './DeployError.ts'
import { deployCommonweal } from './deployCommonweal.ts'
import { developmentChainId, developmentDeployer } from './developmentAccounts.ts'
import { openHardhat, packageRoot } from './openHardhat.ts'

async function main(): Promise<void> {
  const options = readOptions()
  const chainId = await chainIdAt(options.rpc)
  if (chainId !== options.chainId) {
    throw new DeployError(`The chain at ${options.rpc} has id ${chainId}, not ${options.chainId}.`, {
      next: 'Give the right --rpc, or the right --chain-id.',
    })
  }
  const development = chainId === developmentChainId
  if (!development && process.env.COMMONWEAL_DEPLOYER_KEY === undefined) {
    throw new DeployError('No key to deploy with: COMMONWEAL_DEPLOYER_KEY is not set.', {
      next: 'Set it to the private key of an account that can pay for about 15 million gas.',
    })
  }

  const hardhat = await openHardhat()
  if (!(await hardhat.artifacts.artifactExists('CommunityFactory'))) {
    throw new DeployError('The contracts are not compiled.', { next: 'Run: npm run compile -w contracts' })
  }
  const override: NetworkConfigOverride = { url: options.rpc, chainId }
  const { provider } = await hardhat.network.create({ network: development ? 'local' : 'public', override })
  const accounts = (await provider.request({ method: 'eth_accounts' })) as Address[]
  const deployer = development ? developmentDeployer : accounts[0]
  if (deployer === undefined) throw new DeployError('The node gave no account to deploy from.')

  process.stderr.write(`deploying to chain ${chainId} from ${deployer}\n`)
  const addresses = await deployCommonweal({
    artifacts: hardhat.artifacts,
    provider,
    deployer,
    parameters: await readParameters(options.parameters ?? (development ? 'local' : undefined)),
    deploymentDir: options.deploymentDir,
    confirmations: development ? 1 : 5,
  })
  for (const [name, address] of Object.entries(addresses)) {
    const expected: string | undefined = generated[chainId]?.[name as keyof typeof addresses]
    const note =
      expected === undefined || expected.toLowerCase() === address.toLowerCase()
        ? ''
        : ` (generated/addresses.ts says ${expected})`
    process.stderr.write(`  ${name} ${address}${note}\n`)
  }
  process.stdout.write(`${JSON.stringify(addresses)}\n`)
}

function readOptions(): { rpc: string; deploymentDir: string; chainId: number; parameters?: string } {
  const usage = 'deploy.ts --rpc URL --deployment-dir DIR [--chain-id ID] [--parameters FILE]'
  let values: { [option: string]: string | undefined }
  try {
    values = parseArgs({
      options: {
        rpc: { type: 'string' },
        'deployment-dir': { type: 'string' },
        'chain-id': { type: 'string' },
        parameters: { type: 'string' },
      },
    }).values
  } catch (cause) {
    throw new DeployError((cause as Error).message, { next: usage, cause })
  }
  const rpc = values.rpc ?? process.env.COMMONWEAL_RPC_URL
  const deploymentDir = values['deployment-dir']
  if (rpc === undefined) throw new DeployError('No chain to deploy to: --rpc is missing.', { next: usage })
  if (deploymentDir === undefined)
    throw new DeployError('No place for the journal: --deployment-dir is missing.', { next: usage })
  const chainId = Number(values['chain-id'] ?? developmentChainId)
  if (!Number.isSafeInteger(chainId) || chainId < 1) {
    throw new DeployError(`--chain-id ${values['chain-id']} is not a chain id.`, { next: usage })
  }
  return {
    rpc,
    deploymentDir: path.resolve(deploymentDir),
    chainId,
    ...(values.parameters === undefined ? {} : { parameters: values.parameters }),
  }
}

async function chainIdAt(rpc: string): Promise<number> {
  const next = 'Start the chain, or give the right --rpc.'
  let answer: { result?: string }
  try {
    const response = await fetch(rpc, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(10_000),
    })
    answer = (await response.json()) as { result?: string }
  } catch (cause) {
    throw new DeployError(`No chain answers at ${rpc}.`, { next, cause })
  }
  if (answer.result === undefined) throw new DeployError(`${rpc} does not answer eth_chainId.`, { next })
  return Number(answer.result)
}

async function readParameters(nameOrFile: string | undefined): Promise<DeploymentParameters> {
  if (nameOrFile === undefined) return {}
  const file =
    nameOrFile === 'local'
      ? path.join(packageRoot, 'ignition/parameters/local.json')
      : path.resolve(nameOrFile)
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DeploymentParameters
  } catch (cause) {
    throw new DeployError(`The parameters in ${file} cannot be read: ${(cause as Error).message}`, {
      next: 'Give a JSON file such as contracts/ignition/parameters/local.json.',
      cause,
    })
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof DeployError)) throw error
  const lines = [error.message, error.details, error.next].filter((line) => line !== undefined)
  process.stderr.write(`${lines.join('\n')}\n`)
  process.exitCode = 1
}
