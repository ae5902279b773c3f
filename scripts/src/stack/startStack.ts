import { join } from 'node:path'
import type { Addresses } from '@commonweal/contracts/addresses'
import { openChain } from '../actions/openChain.ts'
import { developmentWallets } from '../seed/developmentWallets.ts'
import { foundDemoCommunity } from '../seed/foundDemoCommunity.ts'
import { proposeDemoApproval } from '../seed/proposeDemoApproval.ts'
import { submitDemoVersion } from '../seed/submitDemoVersion.ts'
import { HeavyWork } from './HeavyWork.ts'
import type { Progress } from './Progress.ts'
import { type BlockFacts, readBlock } from './parts/askChain.ts'
import { chainId, startChain } from './parts/startChain.ts'
import { startIndexer } from './parts/startIndexer.ts'
import { startIpfs } from './parts/startIpfs.ts'
import { startWeb } from './parts/startWeb.ts'
import { startWorker } from './parts/startWorker.ts'
import type { StackOptions } from './readOptions.ts'
import type { StackFacts } from './StackFile.ts'
import { hashFiles, Stamp } from './Stamp.ts'
import type { Part } from './startPart.ts'
import type { Reaper } from './startReaper.ts'
import { buildSubgraph, buildWeb, compileContracts, contractInputs } from './steps/builds.ts'
import { deployContracts } from './steps/deployContracts.ts'
import { waitFor } from './waitFor.ts'

/** The parts in the order they were started, and what the stack says about itself once all of them are ready. */
export type Stack = { facts: StackFacts; cold: boolean }

/**
 * Starts every part, each as soon as what it needs is there.
 *
 * @param keep Called with each part when it has been started, so that it can be stopped whatever happens later.
 * @throws StackError, or what the part's own code throws, for the first thing that fails.
 */
export async function startStack({
  options,
  root,
  reaper,
  progress,
  signal,
  keep,
}: {
  options: StackOptions
  root: string
  reaper: Reaper
  progress: Progress
  signal: AbortSignal
  keep: (part: Part) => void
}): Promise<Stack> {
  const { state, ports, seed, web } = options
  const logs = join(state, 'logs')
  const context = { root, state, logs, reaper, signal }
  const warn = (text: string) => progress.line(`Warning: ${text}`)
  const webOrigins = [`http://127.0.0.1:${ports.web}`, `http://localhost:${ports.web}`]
  const started = <P extends Part>(part: P): P => {
    keep(part)
    return part
  }
  // Two builds at a time: more than two processors would help little, and two processors more would thrash.
  const heavy = new HeavyWork(2)
  let cold = false
  const build = (name: string, doing: string, work: (context_: typeof context) => Promise<boolean>) =>
    heavy.run(() =>
      progress.step(name, doing, async (note) => {
        const built = await work(context)
        cold ||= built
        if (!built) note('unchanged since the last start')
      }),
    )

  const compiled = build('contracts', 'compiling', compileContracts)
  const webBuilt = web ? build('web app', 'building', buildWeb) : Promise.resolve()
  const subgraphBuilt = build('subgraph', 'building', buildSubgraph)

  const chainStarted = progress.step('chain', 'starting anvil', async (note) => {
    const chain = started(await startChain({ ...context, port: ports.chain, warn }))
    note(`at ${chain.url}`)
    return chain
  })
  const ipfsStarted = progress.step('IPFS', 'starting the node', async (note) => {
    const ipfs = started(
      await startIpfs({
        ...context,
        gatewayPort: ports.ipfsGateway,
        rpcPort: ports.ipfsRpc,
        allowedOrigins: webOrigins,
      }),
    )
    note(`at ${ipfs.gatewayUrl} (gateway) and ${ipfs.rpcUrl} (RPC)`)
    return ipfs
  })

  const deployed = chainStarted.then((chain) =>
    progress.step('contracts', 'deploying', async (note) => {
      const result = await deployContracts({ ...context, chainUrl: chain.url, chainId, compiled })
      const stamp = new Stamp(join(state, 'contracts.stamp'), hashFiles(root, contractInputs))
      // No note: the last start was killed between deploying and noting it.
      if (result.deployed || !stamp.exists) stamp.set()
      else if (!stamp.isCurrent) {
        warn(
          'the contracts have changed since this chain was made. `npm start -- --fresh` deploys the new ones.',
        )
      }
      cold ||= result.deployed
      note(result.deployed ? 'deployed' : 'on the chain already')
      return { chain, addresses: result.addresses }
    }),
  )

  const seeded =
    seed === 'none'
      ? undefined
      : Promise.all([deployed, ipfsStarted]).then(([{ chain, addresses }, ipfs]) =>
          putDemo({ ...context, chainUrl: chain.url, addresses, ipfsRpcUrl: ipfs.rpcUrl, seed, progress }),
        )

  // It indexes what comes: contracts and demo may arrive before it or after.
  const indexed = Promise.all([chainStarted, ipfsStarted, subgraphBuilt]).then(([chain, ipfs]) =>
    progress.step('indexer', 'starting graph-node', async (note) => {
      const indexer = started(
        await startIndexer({
          ...context,
          port: ports.indexer,
          chainUrl: chain.url,
          chainId,
          ipfsUrl: ipfs.gatewayUrl,
        }),
      )
      note(`at ${indexer.subgraphUrl}`)
      return indexer
    }),
  )

  const workerStarted =
    seeded &&
    Promise.all([deployed, ipfsStarted, seeded]).then(([{ chain }, ipfs, { community }]) =>
      progress.step('worker', 'starting', async (note) => {
        const worker = started(
          await startWorker({
            ...context,
            port: ports.worker,
            chainUrl: chain.url,
            chainId,
            communityId: community.communityId,
            gatewayUrl: ipfs.gatewayUrl,
            allowedOrigins: webOrigins,
          }),
        )
        note(`at ${worker.url}`)
        return worker
      }),
    )

  const webStarted =
    web && seeded && workerStarted
      ? Promise.all([deployed, ipfsStarted, seeded, workerStarted, indexed, webBuilt]).then(
          ([{ chain }, ipfs, { community }, worker, indexer]) =>
            progress.step('web app', 'starting', async (note) => {
              const app = started(
                await startWeb({
                  ...context,
                  port: ports.web,
                  chainUrl: chain.url,
                  chainId,
                  subgraphUrl: indexer.subgraphUrl,
                  workerUrl: worker.url,
                  gatewayUrl: ipfs.gatewayUrl,
                  communityId: community.communityId,
                }),
              )
              note(`at ${app.url}`)
              return app
            }),
        )
      : undefined

  const [{ chain, addresses }, ipfs, indexer, demo, worker, app] = await Promise.all([
    deployed,
    ipfsStarted,
    indexed,
    seeded,
    workerStarted,
    webStarted,
    webBuilt,
  ])
  // Whoever reads stack.json finds what was put on the chain in the index as well.
  await waitFor(indexer, isUpToDate(indexer.subgraphUrl, await readBlock(chain.url, 'latest')), {
    seconds: 60,
    signal,
  })
  const facts: StackFacts = {
    ready: true,
    pid: process.pid,
    chainId,
    rpcUrl: chain.url,
    subgraphUrl: indexer.subgraphUrl,
    ipfsGatewayUrl: ipfs.gatewayUrl,
    ipfsRpcUrl: ipfs.rpcUrl,
    ...(worker ? { workerUrl: worker.url } : {}),
    ...(app ? { webUrl: app.url } : {}),
    addresses,
    ...(demo
      ? {
          community: {
            communityId: demo.community.communityId,
            membership: demo.community.membership,
            governor: demo.community.governor,
            timelock: demo.community.timelock,
          },
          versionId: demo.versionId,
          proposalId: demo.proposalId,
        }
      : {}),
    wallets: developmentWallets().map(({ name, account, privateKey, roles = [] }) => ({
      name,
      address: account.address,
      privateKey,
      roles,
    })),
    timings: progress.timings,
  }
  return { facts, cold }
}

function isUpToDate(subgraphUrl: string, head: BlockFacts) {
  return async (signal: AbortSignal): Promise<true | undefined> => {
    const response = await fetch(subgraphUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _meta { block { number } } }' }),
      signal,
    })
    const { data } = (await response.json()) as { data?: { _meta: { block: { number: number } } } }
    return data && data._meta.block.number >= head.number ? true : undefined
  }
}

async function putDemo({
  root,
  chainUrl,
  addresses,
  ipfsRpcUrl,
  seed,
  progress,
  signal,
}: {
  root: string
  chainUrl: string
  addresses: Addresses
  ipfsRpcUrl: string
  seed: 'demo' | 'community'
  progress: Progress
  signal: AbortSignal
}) {
  return await progress.step('demo', 'founding a community and submitting its first model', async (note) => {
    const chain = await openChain({ rpcUrl: chainUrl, chainId, addresses })
    const { community, founded } = await foundDemoCommunity(chain, { ipfsRpcUrl, signal })
    if (seed === 'community') {
      note(`${community.name} ${founded ? 'founded' : 'is on the chain already'}`)
      return { community }
    }
    const { versionId, name, submitted } = await submitDemoVersion(chain, community, {
      directory: join(root, 'inference-worker/models/mutual-aid-classifier'),
      ipfsRpcUrl,
      signal,
    })
    const { proposalId, proposed } = await proposeDemoApproval(chain, community, versionId, { signal })
    const fresh = founded || submitted || proposed
    note(
      fresh
        ? `${community.name}, ${name} submitted, its approval proposed`
        : `${community.name} and its proposal are on the chain already`,
    )
    return { community, versionId, proposalId: proposalId.toString() }
  })
}
