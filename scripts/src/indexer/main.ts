/**
 * Runs the indexer as a process of its own.
 *
 * Usage: node main.ts --state DIR --rpc URL --ipfs URL [--port PORT] [--chain-id ID]
 *
 * Prints one JSON line on standard output when the subgraph has read all blocks there are; everything else goes to
 * standard error. Ends, with all it started, on SIGTERM or SIGINT, and when its parent is gone.
 */
import { fstatSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { IndexerError } from './IndexerError.ts'
import { startIndexer } from './startIndexer.ts'

function readOptions() {
  const { values } = parseArgs({
    options: {
      state: { type: 'string' },
      rpc: { type: 'string' },
      ipfs: { type: 'string' },
      port: { type: 'string', default: '8000' },
      'chain-id': { type: 'string', default: '31337' },
    },
  })
  for (const name of ['state', 'rpc', 'ipfs'] as const) {
    if (values[name] === undefined) {
      throw new IndexerError(`--${name} is missing.`, {
        code: 'invalid_option',
        next: 'Usage: node scripts/src/indexer/main.ts --state DIR --rpc URL --ipfs URL [--port PORT] [--chain-id ID]',
      })
    }
  }
  for (const name of ['port', 'chain-id'] as const) {
    if (!/^\d{1,9}$/.test(values[name])) {
      throw new IndexerError(`--${name} takes a whole number, not "${values[name]}".`, {
        code: 'invalid_option',
      })
    }
  }
  return {
    stateDir: values.state as string,
    rpcUrl: values.rpc as string,
    ipfsUrl: values.ipfs as string,
    port: Number(values.port),
    chainId: Number(values['chain-id']),
  }
}

/** Calls `end` once the process that started this one is gone, however it went. */
function watchParent(end: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) end()
  }, 500).unref()
  const input = fstatSync(0, { throwIfNoEntry: false })
  // Only a pipe that somebody holds says something by its end; /dev/null ends at once.
  if (input?.isFIFO() || input?.isSocket()) process.stdin.on('end', end).on('error', end).resume()
}

function report(error: unknown): void {
  const { code, message, details, next } = IndexerError.from(error)
  for (const line of [`${code}: ${message}`, details, next && `Next: ${next}`]) {
    if (line) process.stderr.write(`${line}\n`)
  }
}

async function main(): Promise<number> {
  const ended = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ended.abort())
  watchParent(() => ended.abort())
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

  const indexer = await startIndexer({
    ...readOptions(),
    signal: ended.signal,
    log: (line) => process.stderr.write(`${line}\n`),
    exposed: process.env.COMMONWEAL_INDEXER_EXPOSED === '1',
  })
  try {
    process.stdout.write(
      `${JSON.stringify({ ready: true, url: indexer.url, subgraphUrl: indexer.subgraphUrl })}\n`,
    )
    const asked = new Promise<undefined>((resolve) => {
      if (ended.signal.aborted) resolve(undefined)
      ended.signal.addEventListener('abort', () => resolve(undefined))
    })
    const error = await Promise.race([asked, indexer.failed])
    if (error !== undefined) report(error)
    return error === undefined ? 0 : 1
  } finally {
    await indexer.stop()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof DOMException && error.name === 'AbortError') process.exitCode = 0
  else {
    report(error)
    process.exitCode = 1
  }
}
// Nothing is left to do; a stray timer must not keep the process.
process.exit()
