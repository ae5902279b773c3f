import { chmod, mkdir, rm } from 'node:fs/promises'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildSubgraph } from '@commonweal/subgraph/runtime/build/buildSubgraph'
import { locateGnd } from '@commonweal/subgraph/runtime/build/locateGnd'
import { type Forwarder, forward } from '@commonweal/subgraph/runtime/network/forward'
import { findIsolation } from '@commonweal/subgraph/runtime/network/isolation'
import { leaveRuntimeFolder, runtimeFolder } from '@commonweal/subgraph/runtime/postgres/runtimeFolder'
import { startPostgres } from '@commonweal/subgraph/runtime/postgres/startPostgres'
import { type Kept, startTethered } from '@commonweal/subgraph/runtime/process/startKept'
import type { Enclosure } from './enclosure.ts'
import { IndexerError } from './IndexerError.ts'
import { postJson } from './postJson.ts'
import { type Progress, readProgress } from './readProgress.ts'
import { SUBGRAPH_PATH, serveGraphql } from './serveGraphql.ts'

/** What {@link startIndexer} needs. */
export interface IndexerOptions {
  /** Folder for the database; made when missing. One stack, one folder. */
  stateDir: string
  /** The chain, `http://host:port[/path]`. */
  rpcUrl: string
  /** An IPFS gateway or Kubo RPC. graph-node gives up about a minute after start without one, though nothing is read. */
  ipfsUrl: string
  /** Where GraphQL is served on 127.0.0.1; 0 for any free port. */
  port: number
  chainId: number
  /** Aborts the start; a running indexer is ended by `stop`. */
  signal?: AbortSignal
  log: (line: string) => void
  /**
   * Whether graph-node may run without a private network where the machine allows none. Its four ports are then open
   * on every interface, its admin port included.
   */
  exposed?: boolean
}

/** A running indexer. */
export interface Indexer {
  /** `http://127.0.0.1:<port>`. */
  url: string
  /** Where to send GraphQL. */
  subgraphUrl: string
  /** Resolves, never rejects, when the indexing has ended without being asked to. */
  failed: Promise<IndexerError>
  /** Ends everything it started; resolves when all of it is gone. */
  stop(): Promise<void>
}

const ENCLOSURE = fileURLToPath(new URL('./enclosure.ts', import.meta.url))
const DATABASE = 'graph'
const GRACE_MS = 5_000
/** How long the first reading may stand still. Deploying takes about 3 s on two cores. */
const STALL_MS = 90_000
/** The CID of an empty folder, the one graph-node asks gateways for. */
const EMPTY_FOLDER = 'QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn'
/** Nobody else is in the private network, so these are free there. */
const INNER_PORTS = {
  query: 8000,
  admin: 8020,
  status: 8030,
  metrics: 8040,
  rpc: 8545,
  ipfs: 5001,
  postgres: 5432,
}

/**
 * Starts a private Postgres and graph-node with this project's subgraph, and waits until all blocks there are have been
 * read. The index is made from the chain at each start, so it can never be one of another chain.
 * @throws IndexerError: `network_isolation_unavailable`, `rpc_unreachable`, `wrong_chain`, `ipfs_unreachable`, `port_in_use`, `url_unsupported`,
 * `graph_node_failed`, `subgraph_failed`, `indexer_stalled`, and those of the build and of Postgres.
 */
export async function startIndexer(options: IndexerOptions): Promise<Indexer> {
  const { signal, log } = options
  /** What has to be undone, newest first. */
  const undo: (() => Promise<unknown>)[] = []
  let stopping = false
  const stop = async () => {
    stopping = true
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
  }
  try {
    const rpc = parseUrl('RPC', options.rpcUrl)
    const ipfs = parseUrl('IPFS', options.ipfsUrl)
    const isolation = findIsolation()
    if (isolation === undefined) warnOrRefuse(options)
    await checkChain(rpc, options)
    await checkIpfs(ipfs)

    const runtime = await runtimeFolder(path.resolve(options.stateDir))
    const bridge = path.join(runtime, 'bridge')
    const socket = (name: string) => path.join(bridge, name)
    const entrance = await serveGraphql(options.port, socket('query'))
    undo.push(entrance.close)

    const [built, postgres] = await settle([
      buildSubgraph(options.chainId, signal),
      startPostgres({ stateDir: options.stateDir, log, ...(signal && { signal }) }).then((started) => {
        undo.push(started.stop)
        return started
      }),
    ])
    signal?.throwIfAborted()
    await postgres.recreateDatabase(DATABASE)

    await rm(bridge, { recursive: true, force: true })
    await mkdir(bridge, { mode: 0o700 })
    await chmod(bridge, 0o700)
    undo.push(async () => {
      await rm(bridge, { recursive: true, force: true })
      await leaveRuntimeFolder(runtime)
    })
    for (const [name, url] of [
      ['rpc', rpc],
      ['ipfs', ipfs],
    ] as const) {
      const wire: Forwarder = await forward({ path: socket(name) }, { host: url.hostname, port: portOf(url) })
      undo.push(wire.close)
    }

    const ports = isolation === undefined ? await freePorts() : INNER_PORTS
    const loopback = (port: number) => ({ host: '127.0.0.1', port })
    const enclosure: Enclosure = {
      isolated: isolation !== undefined,
      command: locateGnd(),
      args: [
        'dev',
        ...['--manifests', path.basename(built.manifest)],
        ...['--ethereum-rpc', `${built.network}:http://127.0.0.1:${ports.rpc}${rpc.pathname}${rpc.search}`],
        ...['--ipfs', `http://127.0.0.1:${ports.ipfs}${ipfs.pathname}`],
        ...['--http-port', String(ports.query), '--admin-port', String(ports.admin)],
        ...['--index-node-port', String(ports.status), '--metrics-port', String(ports.metrics)],
      ],
      cwd: built.folder,
      wires: [
        { from: loopback(ports.rpc), to: { path: socket('rpc') } },
        { from: loopback(ports.ipfs), to: { path: socket('ipfs') } },
        { from: loopback(ports.postgres), to: { path: postgres.socket } },
        { from: { path: socket('query') }, to: loopback(ports.query) },
        { from: { path: socket('status') }, to: loopback(ports.status) },
      ],
      graceMs: GRACE_MS,
    }
    const node = startTethered(
      [...(isolation?.prefix ?? []), process.execPath, ENCLOSURE, JSON.stringify(enclosure)],
      {
        graceMs: GRACE_MS + 1_000,
        // What it says while it is being stopped is about the stopping.
        onLine: (line) => stopping || log(line),
        env: environment(postgres.url(DATABASE, '127.0.0.1', ports.postgres), options.stateDir),
      },
    )
    undo.push(node.stop)

    const died = Promise.race([
      node.exited.then((status) => graphNodeFailed(status, node)),
      postgres.exited.then(
        (status) =>
          new IndexerError(`Postgres ended with status ${status}.`, {
            code: 'postgres_failed',
            details: postgres.lastLines().join('\n'),
            next: 'Start the stack again; the index is made anew from the chain.',
          }),
      ),
    ])
    const watching = new AbortController()
    undo.push(async () => watching.abort())
    const status = { socketPath: socket('status') }
    await Promise.race([synced(rpc, status, node, signal), died.then((error) => Promise.reject(error))])
    return {
      url: entrance.url,
      subgraphUrl: `${entrance.url}${SUBGRAPH_PATH}`,
      failed: Promise.race([died, fatalError(status, node, watching.signal)]),
      stop,
    }
  } catch (error) {
    await stop()
    signal?.throwIfAborted()
    throw IndexerError.from(error)
  }
}

function parseUrl(what: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:') return url
  throw new IndexerError(`The indexer reaches its ${what} by plain HTTP; it was given "${text}".`, {
    code: 'url_unsupported',
    next: 'Give it a URL such as http://127.0.0.1:8545.',
  })
}

function portOf(url: URL): number {
  return url.port === '' ? 80 : Number(url.port)
}

function warnOrRefuse({ exposed, log }: IndexerOptions): void {
  if (!exposed) {
    throw new IndexerError(
      'This machine allows no private network namespace, and graph-node listens on every interface.',
      {
        code: 'network_isolation_unavailable',
        details: 'Its admin port, without a password, would be open to the network this machine is in.',
        next: 'Allow user namespaces (or run with CAP_SYS_ADMIN), or set COMMONWEAL_INDEXER_EXPOSED=1 where a firewall stands before this machine.',
      },
    )
  }
  log(
    'WARNING: graph-node runs without a private network: its ports are open on every interface of this machine.',
  )
}

async function checkChain(rpc: URL, { rpcUrl, chainId }: IndexerOptions): Promise<void> {
  const found = Number(
    await callRpc(rpc, 'eth_chainId').catch((cause: unknown) => {
      throw new IndexerError(`No chain answers at ${rpcUrl}.`, {
        code: 'rpc_unreachable',
        next: 'Start the chain first, or give the address of one that runs.',
        cause,
      })
    }),
  )
  if (found !== chainId) {
    throw new IndexerError(`The chain at ${rpcUrl} has id ${found}, not ${chainId}.`, {
      code: 'wrong_chain',
      next: 'Give the right address, or the right chain id.',
    })
  }
}

/** graph-node's own two questions. Where neither is answered it waits for ever, and says nothing. */
async function checkIpfs(ipfs: URL): Promise<void> {
  const base = `${ipfs.origin}${ipfs.pathname.replace(/\/$/, '')}`
  const ask = async (path: string, init: RequestInit, accepted: number[]) => {
    const { status } = await fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(5_000) })
    if (!accepted.includes(status)) throw new Error(`${init.method} ${path} answered ${status}`)
  }
  await Promise.any([
    ask(
      `/ipfs/${EMPTY_FOLDER}`,
      { method: 'HEAD', headers: { 'cache-control': 'only-if-cached' } },
      [200, 412],
    ),
    ask('/api/v0/version', { method: 'POST' }, [200]),
  ]).catch((cause: AggregateError) => {
    throw new IndexerError(`Neither an IPFS gateway nor a Kubo RPC answers at ${ipfs.href}.`, {
      code: 'ipfs_unreachable',
      details: cause.errors.map((error: Error) => error.message).join('\n'),
      next: 'Start the IPFS node first, or give the address of one that runs.',
    })
  })
}

async function callRpc(rpc: URL, method: string): Promise<unknown> {
  const server = { host: rpc.hostname, port: portOf(rpc) }
  const body = { jsonrpc: '2.0', id: 1, method, params: [] }
  const answer = (await postJson(server, `${rpc.pathname}${rpc.search}`, body, 5_000)) as { result?: unknown }
  if (answer.result === undefined) throw new Error(`${method} was refused: ${JSON.stringify(answer)}`)
  return answer.result
}

/** Waits for both even where one fails, so that what the other started is known when it has to be undone. */
async function settle<A, B>(work: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

async function freePorts(): Promise<typeof INNER_PORTS> {
  const servers = await Promise.all(
    Object.keys(INNER_PORTS).map(
      (name) =>
        new Promise<[string, net.Server]>((resolve, reject) => {
          const server = net.createServer()
          server.once('error', reject)
          server.listen(0, () => resolve([name, server]))
        }),
    ),
  )
  const ports = Object.fromEntries(
    servers.map(([name, server]) => [name, (server.address() as AddressInfo).port]),
  )
  await Promise.all(servers.map(([, server]) => new Promise((resolve) => server.close(resolve))))
  return ports as typeof INNER_PORTS
}

/** Nothing of the caller's environment: a proxy, say, could not be reached from inside. */
function environment(postgresUrl: string, stateDir: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C.UTF-8',
    POSTGRES_URL: postgresUrl,
    // Read by nobody but whoever wonders, looking at the process, to which stack it belongs.
    COMMONWEAL_INDEXER_STATE: path.resolve(stateDir),
    GRAPH_LOG: process.env.GRAPH_LOG ?? 'error',
    // Milliseconds between looks at the chain's head.
    ETHEREUM_POLLING_INTERVAL: '200',
    // Blocks are written one by one, so that what has just been mined can be asked for.
    GRAPH_STORE_WRITE_BATCH_DURATION: '0',
  }
}

async function synced(
  rpc: URL,
  status: { socketPath: string },
  node: Kept,
  signal?: AbortSignal,
): Promise<void> {
  const head = Number(await callRpc(rpc, 'eth_blockNumber'))
  let moved = Date.now()
  let before: number | undefined
  for (;;) {
    const progress: Progress | undefined = await readProgress(status).catch(() => undefined)
    if (progress?.fatal !== undefined) throw subgraphFailed(progress.fatal, node)
    if (progress?.block !== undefined && progress.block >= head) return
    if (progress?.block !== before) {
      before = progress?.block
      moved = Date.now()
    } else if (Date.now() - moved > STALL_MS) {
      throw new IndexerError(`graph-node stands at block ${before ?? 'none'} of ${head}.`, {
        code: 'indexer_stalled',
        details: node.lastLines().slice(-10).join('\n'),
        next: 'Start the stack again; with GRAPH_LOG=info the indexer says more about what it waits for.',
      })
    }
    await delay(100, undefined, { signal })
  }
}

async function fatalError(
  status: { socketPath: string },
  node: Kept,
  signal: AbortSignal,
): Promise<IndexerError> {
  for (;;) {
    // Not looking any more must not look like a failure.
    await delay(2_000, undefined, { signal, ref: false }).catch(() => new Promise(() => {}))
    const progress = await readProgress(status).catch(() => undefined)
    if (progress?.fatal !== undefined) return subgraphFailed(progress.fatal, node)
  }
}

function subgraphFailed(reason: string, node: Kept): IndexerError {
  return new IndexerError(`The subgraph cannot go on: ${reason}`, {
    code: 'subgraph_failed',
    details: node.lastLines().slice(-10).join('\n'),
    next: 'Mend the handler in subgraph/src that is named here, and start the stack again.',
  })
}

function graphNodeFailed(status: number, node: Kept): IndexerError {
  return new IndexerError(`graph-node ended with status ${status}.`, {
    code: 'graph_node_failed',
    details: node.lastLines().slice(-10).join('\n'),
    next: 'Read the lines above, and whether the chain and IPFS still answer.',
  })
}
