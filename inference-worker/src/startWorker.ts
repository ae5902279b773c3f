import { mkdir } from 'node:fs/promises'
import { addresses } from '@commonweal/contracts/addresses'
import type { Logger } from 'pino'
import { AnswerService } from './answers/AnswerService.ts'
import { AttributionTexts } from './answers/AttributionTexts.ts'
import { ArtifactStore } from './artifacts/ArtifactStore.ts'
import { openSources } from './artifacts/openSources.ts'
import { Chain } from './chain/Chain.ts'
import { ChainWatcher } from './chain/ChainWatcher.ts'
import { type Registries, RpcEndpoint } from './chain/RpcEndpoint.ts'
import type { WorkerConfig } from './config/readConfig.ts'
import { WorkerError } from './errors/WorkerError.ts'
import { createServer } from './http/createServer.ts'
import { openSigningKey } from './receipts/openSigningKey.ts'
import { ReceiptBook } from './receipts/ReceiptBook.ts'
import { NonceBook } from './sessions/NonceBook.ts'
import { SessionBook } from './sessions/SessionBook.ts'
import { SignIn } from './sessions/SignIn.ts'
import { VersionSet } from './versions/VersionSet.ts'

export interface Worker {
  /** Where it listens, as `http://host:port`. */
  url: string
  versions: VersionSet
  watcher: ChainWatcher
  /** Stops everything it started: models, requests, connections. */
  close(): Promise<void>
}

/**
 * Starts a node. An RPC that does not answer is waited for, with every request refused meanwhile; a wrong chain or an
 * unknown community is a mistake to correct.
 * @throws WorkerError `wrong_chain`, `unknown_community`, `invalid_configuration` or `storage_failed`.
 */
export async function startWorker(config: WorkerConfig, log: Logger): Promise<Worker> {
  const registries = registriesOf(config)
  const endpoints = config.rpcUrls.map((url) => new RpcEndpoint(url, registries, config.rpcTimeoutMs))
  const chain = new Chain(endpoints, config.chainId, config.community)
  if (endpoints.length === 1) {
    log.warn('Only one RPC is configured: whatever it says is believed. A second, independent one is better.')
  }
  try {
    await chain.checkIdentity()
  } catch (cause) {
    if (!(cause instanceof WorkerError) || cause.code !== 'chain_unavailable') throw cause
    log.warn({ code: cause.code, next: cause.facts.next }, cause.message)
  }

  await makeDataFolder(config.dataDir)
  const account = await openSigningKey(config.dataDir)
  const store = await ArtifactStore.open(config.dataDir)
  const receipts = await ReceiptBook.open(config.dataDir, account, {
    chainId: config.chainId,
    modelRegistry: registries.modelRegistry,
  })
  const sources = await openSources(config, log)
  const versions = new VersionSet(chain, store, sources, config, log)
  const watcher = new ChainWatcher(chain, config, log, (observation, fresh) =>
    versions.apply(observation, fresh),
  )
  const answers = new AnswerService(chain, watcher, versions, receipts, new AttributionTexts(store))
  const sessions = new SessionBook(config.sessionSeconds)
  const domains = new Set([
    ...config.signInDomains,
    ...config.allowedOrigins.map((origin) => new URL(origin).host),
  ])
  const server = await createServer({
    answers,
    chain,
    watcher,
    versions,
    worker: account.address,
    allowedOrigins: config.allowedOrigins,
    defaultPurpose: config.defaultPurpose,
    sessions,
    signIn: new SignIn(chain, new NonceBook(), sessions, domains),
    log,
  })

  const close = async () => {
    const reason = new WorkerError('shutting_down', 'The worker is being stopped', { retryAfterSeconds: 5 })
    await watcher.stop()
    await versions.close(reason)
    await server.close()
    await receipts.close()
    await Promise.allSettled(sources.map((source) => source.close?.()))
  }
  try {
    const url = await server.listen({ host: config.host, port: config.port })
    for (const domain of ownDomains(url)) domains.add(domain)
    watcher.start()
    log.info(
      {
        url,
        chainId: config.chainId,
        community: config.community,
        worker: account.address,
        rpcs: endpoints.map(({ name }) => name),
        sources: sources.map(({ name }) => name),
      },
      'listening',
    )
    return { url, versions, watcher, close }
  } catch (cause) {
    await close()
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new WorkerError('invalid_configuration', `Port ${config.port} on ${config.host} is in use`, {
        next: 'Stop what uses it, or set COMMONWEAL_WORKER_PORT to another one.',
      })
    }
    throw cause
  }
}

/** The hosts by which a browser on this machine, or the one that was named, gets here. */
function ownDomains(url: string): string[] {
  const { host, hostname, port } = new URL(url)
  return ['127.0.0.1', '[::1]'].includes(hostname) ? [host, `localhost:${port}`] : [host]
}

function registriesOf(config: WorkerConfig): Registries {
  const known = addresses[config.chainId]
  const modelRegistry = config.modelRegistry ?? known?.modelRegistry
  const communityRegistry = config.communityRegistry ?? known?.communityRegistry
  if (modelRegistry === undefined || communityRegistry === undefined) {
    throw new WorkerError('invalid_configuration', `No registries are known on chain ${config.chainId}`, {
      next: 'Set COMMONWEAL_MODEL_REGISTRY and COMMONWEAL_COMMUNITY_REGISTRY, or correct COMMONWEAL_CHAIN_ID.',
    })
  }
  return { modelRegistry, communityRegistry }
}

async function makeDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new WorkerError(
      'storage_failed',
      `The data folder ${path} cannot be made: ${(cause as Error).message}`,
      { next: 'Set COMMONWEAL_DATA_DIR to a folder that this user may write.' },
      cause,
    )
  }
}
