import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers'
import {
  type DeploymentParameters,
  type DeploymentResult,
  DeploymentResultType,
  deploy,
  type ExecutionEventListener,
} from '@nomicfoundation/ignition-core'
import type { ArtifactManager } from 'hardhat/types/artifacts'
import type { EthereumProvider } from 'hardhat/types/providers'
import type { Address } from 'viem'
import Commonweal from '../ignition/modules/Commonweal.ts'
import { DeployError } from './DeployError.ts'

export type CommonwealAddresses = { [Name in keyof typeof Commonweal.results]: Address }

/**
 * Deploys what is missing of the Commonweal module and gives every address back.
 *
 * With a `deploymentDir` Ignition keeps its journal there, so that a second run deploys nothing and an interrupted one
 * goes on where it stopped. Without it nothing is written.
 *
 * @throws DeployError where Ignition fails, or where the journal tells of contracts that this chain does not have.
 */
export async function deployCommonweal(options: {
  artifacts: ArtifactManager
  provider: EthereumProvider
  deployer: Address
  parameters: DeploymentParameters
  deploymentDir?: string
  /** Blocks on top of a transaction before the next one is sent. */
  confirmations: number
  listener?: ExecutionEventListener
}): Promise<CommonwealAddresses> {
  const result = await deploy({
    artifactResolver: new HardhatArtifactResolver(options.artifacts),
    provider: options.provider,
    ignitionModule: Commonweal,
    deploymentParameters: options.parameters,
    accounts: [options.deployer],
    defaultSender: options.deployer,
    config: { requiredConfirmations: options.confirmations, blockPollingInterval: 100 },
    ...(options.deploymentDir === undefined ? {} : { deploymentDir: options.deploymentDir }),
    ...(options.listener === undefined ? {} : { executionEventListener: options.listener }),
  })
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw refusal(result, options.deploymentDir)

  const entries = Object.entries(Commonweal.results).map(([name, future]) => {
    const contract = result.contracts[future.id]
    if (contract === undefined) throw new Error(`Ignition gave no address for ${future.id}`)
    return [name, contract.address as Address] as const
  })
  // A journal outlives its chain: Ignition believes it without looking.
  for (const [name, address] of entries) {
    const code = await options.provider.request({ method: 'eth_getCode', params: [address, 'latest'] })
    if (code === '0x') {
      throw new DeployError(`${name} has no code at ${address}, although it was deployed there before.`, {
        next: `The chain was reset, or it is another one. Remove ${options.deploymentDir ?? 'the deployment'} and deploy again.`,
      })
    }
  }
  return Object.fromEntries(entries) as CommonwealAddresses
}

function refusal(result: DeploymentResult, deploymentDir: string | undefined): DeployError {
  const details = Object.entries(result)
    .filter(([key]) => key !== 'type' && key !== 'successful')
    .flatMap(([key, value]) =>
      Array.isArray(value)
        ? value.map((entry) => `${key}: ${JSON.stringify(entry)}`)
        : Object.entries(value as Record<string, string[]>).map(
            ([id, errors]) => `${id}: ${errors.join('; ')}`,
          ),
    )
  return new DeployError(`Ignition stopped with ${result.type}.`, {
    details: details.join('\n'),
    next:
      deploymentDir === undefined
        ? 'Mend the cause and run it again.'
        : `Mend the cause and run it again; it goes on from the journal in ${deploymentDir}. Where the contracts themselves changed, remove that folder together with the chain's state.`,
  })
}
