import type { Logger } from 'pino'
import type { WorkerConfig } from '../config/readConfig.ts'
import type { BlockSource } from './BlockSource.ts'
import { gatewaySource } from './gatewaySource.ts'
import { kuboSource } from './kuboSource.ts'

/**
 * Opens the places blocks come from, the nearest first: the operator's own Kubo, then trustless gateways, then an
 * embedded Helia node, which runs when peers are named or nothing else is.
 */
export async function openSources(
  config: Pick<WorkerConfig, 'ipfsRpc' | 'ipfsGateways' | 'ipfsPeers' | 'dataDir'>,
  log: Logger,
): Promise<BlockSource[]> {
  const sources: BlockSource[] = []
  if (config.ipfsRpc !== undefined) sources.push(kuboSource(config.ipfsRpc))
  for (const url of config.ipfsGateways) sources.push(gatewaySource(url))
  if (config.ipfsPeers.length > 0 || sources.length === 0) {
    // Loaded only where it is used: libp2p is most of this program's start.
    const { heliaSource } = await import('./heliaSource.ts')
    sources.push(await heliaSource(config.ipfsPeers, log))
  }
  return sources
}
