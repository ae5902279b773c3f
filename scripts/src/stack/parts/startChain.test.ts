import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Reaper, startReaper } from '../startReaper.ts'
import { askChain, readBlock } from './askChain.ts'
import { snapshotPath } from './chainSnapshot.ts'
import { startChain } from './startChain.ts'

const from = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const to = '0x00000000000000000000000000000000000000aa'

let state: string
let reaper: Reaper
let warnings: string[]
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'commonweal-chain-'))
  reaper = startReaper([])
  warnings = []
})
afterEach(async () => {
  await reaper.stop()
  rmSync(state, { recursive: true, force: true })
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
const start = async () =>
  await startChain({
    port: await freePort(),
    state,
    logs: join(state, 'logs'),
    reaper,
    signal: new AbortController().signal,
    warn: (text) => warnings.push(text),
  })
/** Until it is in a block: anvil says that it has a transaction before it mines it. */
const send = async (url: string) => {
  const hash = await askChain(url, 'eth_sendTransaction', [{ from, to, value: '0x1' }])
  await expect.poll(() => askChain(url, 'eth_getTransactionReceipt', [hash])).not.toBeNull()
}
const balance = async (url: string, tag = 'latest') =>
  Number(await askChain<string>(url, 'eth_getBalance', [to, tag]))

test('the chain is kept over a restart, and finalized state can be asked for at once', async () => {
  const first = await start()
  await send(first.url)
  const block = await readBlock(first.url, 'latest')
  await first.stop()
  const second = await start()
  expect(await balance(second.url, 'finalized')).toBe(1)
  expect((await readBlock(second.url, 'latest')).number).toBeGreaterThan(block.number)
  expect((await readBlock(second.url, `0x${block.number.toString(16)}`)).transactions).toBe(1)
  await second.stop()
  expect(warnings).toEqual([])
})

test('after time was let pass, a restarted chain goes on from there and never back', async () => {
  const first = await start()
  await askChain(first.url, 'evm_increaseTime', [1_000_000])
  await askChain(first.url, 'evm_mine')
  const before = await readBlock(first.url, 'latest')
  expect(before.timestamp).toBeGreaterThan(Date.now() / 1000 + 999_000)
  await first.stop()
  const second = await start()
  await send(second.url)
  const after = await readBlock(second.url, 'latest')
  expect(after.timestamp).toBeGreaterThan(before.timestamp)
  expect(after.timestamp).toBeLessThan(before.timestamp + 600)
  await second.stop()
})

test('blocks come by themselves', async () => {
  const chain = await start()
  const { number } = await readBlock(chain.url, 'latest')
  await expect
    .poll(async () => (await readBlock(chain.url, 'latest')).number, { timeout: 10_000 })
    .toBeGreaterThan(number + 1)
  await chain.stop()
})

test('what happened is saved soon, and survives a chain that is killed', async () => {
  const first = await start()
  await expect.poll(() => mtime(), { timeout: 10_000 }).toBeGreaterThan(0)
  const before = mtime()
  await send(first.url)
  await expect.poll(() => mtime(), { timeout: 10_000 }).toBeGreaterThan(before)
  process.kill(-first.pid, 'SIGKILL')
  await expect(first.failed).rejects.toThrow('chain was ended by SIGKILL')
  await first.stop()
  const second = await start()
  expect(await balance(second.url)).toBe(1)
  await second.stop()
})

function mtime(): number {
  try {
    return statSync(snapshotPath(join(state, 'chain'))).mtimeMs
  } catch {
    return 0
  }
}
