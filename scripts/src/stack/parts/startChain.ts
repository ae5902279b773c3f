import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StackError } from '../StackError.ts'
import type { Part } from '../startPart.ts'
import { startPart } from '../startPart.ts'
import type { Reaper } from '../startReaper.ts'
import { waitFor } from '../waitFor.ts'
import { askChain, readBlock } from './askChain.ts'
import { hasSnapshot, snapshotPath, takeSnapshot } from './chainSnapshot.ts'
import { keepChainTime } from './keepChainTime.ts'

export const chainId = 31_337

/** Blocks mined at once so that `finalized` names a block whose state is at hand: anvil loads only the newest state. */
const settlingBlocks = 3

/**
 * Starts anvil on what was kept of the chain, with its clock set so that time never runs backwards.
 *
 * Anvil mines a block for each transaction, and none by itself: after a restart it takes the wall clock for the time
 * again, so with mining of its own it would put blocks behind the kept ones whenever time had been let pass. We set
 * its clock first and mine from here.
 */
export async function startChain({
  port,
  state,
  logs,
  reaper,
  signal,
  warn,
}: {
  port: number
  state: string
  logs: string
  reaper: Reaper
  signal: AbortSignal
  warn: (text: string) => void
}): Promise<Part & { url: string }> {
  const folder = join(state, 'chain')
  const cache = join(folder, 'cache')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const kept = hasSnapshot(folder)
  const url = `http://127.0.0.1:${port}`
  const part = startPart(
    {
      name: 'chain',
      command: findAnvil(),
      args: [
        ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId), '--quiet'],
        ...['--slots-in-an-epoch', '1', '--cache-path', cache],
        ...(kept ? ['--load-state', snapshotPath(folder)] : []),
      ],
      logs,
    },
    reaper,
  )
  try {
    const id = await waitFor(part, (probe) => askChain<string>(url, 'eth_chainId', [], probe), {
      seconds: 60,
      signal,
    })
    if (Number(id) !== chainId) {
      throw new StackError(`The chain at ${url} has id ${Number(id)}, not ${chainId}.`, {
        code: 'wrong_chain',
      })
    }
    const before = await readBlock(url, 'latest')
    if (kept && before.number === 0) {
      throw new StackError(`The chain did not load what was kept in ${snapshotPath(folder)}.`, {
        code: 'chain_not_loaded',
        next: 'Start over with `npm start -- --fresh`.',
        logPath: part.logPath,
      })
    }
    // Two seconds rather than one: anvil's clock and ours may stand on two sides of a full second.
    const ahead = before.timestamp + 2 - Math.floor(Date.now() / 1000)
    if (ahead > 0) await askChain(url, 'evm_increaseTime', [ahead])
    for (let mined = 0; mined < settlingBlocks; mined++) await askChain(url, 'evm_mine', [])
    const after = await readBlock(url, 'latest')
    if (after.timestamp <= before.timestamp) {
      throw new StackError(
        `The chain's time would run backwards, from ${before.timestamp} to ${after.timestamp} (Unix seconds).`,
        { code: 'chain_time', next: 'Check the clock of this machine, or start over with --fresh.' },
      )
    }
  } catch (error) {
    await part.stop()
    throw error
  }

  const time = keepChainTime(url, {
    save: async () => await takeSnapshot(url, folder),
    warn,
  })
  let isOver = false
  part.ended.then(() => {
    isOver = true
  })
  return {
    ...part,
    url,
    stop: async () => {
      await time.stop()
      try {
        if (!isOver) await takeSnapshot(url, folder)
      } catch (error) {
        warn(`What happened on the chain since its last snapshot is lost: ${(error as Error).message}`)
      }
      await part.stop()
    },
  }
}

/** The binary itself: the package's own starter would be one more process between us and it. */
function findAnvil(): string {
  const platform = process.platform === 'win32' ? 'win32' : process.platform
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `@foundry-rs/anvil-${platform}-${arch}`
  try {
    const fromAnvil = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
    return join(
      dirname(fromAnvil.resolve(`${name}/package.json`)),
      'bin',
      platform === 'win32' ? 'anvil.exe' : 'anvil',
    )
  } catch (cause) {
    throw new StackError(`The local chain has no package for this machine (${name}).`, {
      code: 'chain_missing',
      next: 'Run npm ci again with optional dependencies (npm config get omit must be empty).',
      cause,
    })
  }
}
