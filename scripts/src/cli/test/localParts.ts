import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Address, createTestClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { createGateway } from '../../ipfs/gateway.ts'
import { IpfsStore } from '../../ipfs/IpfsStore.ts'
import { createKuboRpc } from '../../ipfs/kuboRpc.ts'
import { readPeerId } from '../../ipfs/readPeerId.ts'

const root = join(import.meta.dirname, '../../../..')
const run = promisify(execFile)

/** The public development phrase: its keys are known to everyone and worth nothing. */
const phrase = 'test test test test test test test test test test test junk'

/** Development account `index`, with its key in hex. */
export function developmentAccount(index: number) {
  const account = mnemonicToAccount(phrase, { addressIndex: index })
  const key = account.getHdKey().privateKey
  if (key === null) throw new Error('no key')
  return { address: account.address, privateKey: `0x${Buffer.from(key).toString('hex')}` as const }
}

/** What a run of the command line left. */
export type CliResult = { code: number; stdout: string; stderr: string }

/** Runs the real command line in its own process, with nothing of this process's settings. */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<CliResult> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(root, 'scripts/src/cli/main.ts'), ...args], {
    // A state folder without a stack, so that one running on this machine is never taken.
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((settle) => child.once('close', (status) => settle(status ?? -1))),
  ])
  return { code, stdout, stderr }
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = ''
  for await (const piece of stream) all += piece
  return all
}

/** Starts anvil on a free port and waits until it says where it listens. */
async function startChain(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    join(root, 'node_modules/.bin/anvil'),
    ['--port', '0', '--host', '127.0.0.1', '--slots-in-an-epoch', '1'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  for await (const piece of child.stdout) {
    said += piece
    const listening = /Listening on (127\.0\.0\.1:\d+)/.exec(said)
    if (listening !== null) {
      // Keeps reading, or anvil stops when the pipe is full.
      child.stdout.resume()
      return { child, url: `http://${listening[1]}` }
    }
  }
  throw new Error(`anvil ended before it listened: ${said}`)
}

async function deploy(rpcUrl: string, directory: string): Promise<void> {
  const args = [join(root, 'contracts/scripts/deploy.ts'), '--rpc', rpcUrl, '--deployment-dir', directory]
  try {
    await run(process.execPath, args, { cwd: root })
  } catch (error) {
    if (!/not compiled/.test((error as { stderr?: string }).stderr ?? '')) throw error
    await run('npm', ['run', '-s', 'compile', '-w', 'contracts'], { cwd: root })
    await run(process.execPath, args, { cwd: root })
  }
}

/** A chain with the contracts on it and an IPFS node: the real ones, on loopback, for one file of tests. */
export async function startLocalParts() {
  const directory = await mkdtemp(join(tmpdir(), 'commonweal-cli-'))
  const chain = await startChain()
  await deploy(chain.url, join(directory, 'deployment'))

  const store = await IpfsStore.open(join(directory, 'ipfs'))
  const gateway = createGateway(store)
  const rpc = createKuboRpc(store, {
    peerId: await readPeerId(directory),
    version: '0.0.0',
    allowedOrigins: [],
    maxUploadBytes: 64 * 1024 * 1024,
  })
  const ipfsGateway = await gateway.listen({ host: '127.0.0.1', port: 0 })
  const ipfsRpc = await rpc.listen({ host: '127.0.0.1', port: 0 })
  const time = createTestClient({ mode: 'anvil', transport: http(chain.url) })

  return {
    directory,
    rpcUrl: chain.url,
    ipfsGateway,
    ipfsRpc,
    /** Lets time pass on the chain, and closes it with a block. */
    async letTimePass(seconds: number): Promise<void> {
      await time.increaseTime({ seconds })
      await time.mine({ blocks: 1 })
    },
    /** Puts a wallet at `account` that accepts every signature (ERC-1271). */
    async placeWallet(account: Address): Promise<void> {
      // Returns the magic value, as one word: push4, shl by 224, mstore, return.
      await time.setCode({ address: account, bytecode: '0x631626ba7e60e01b60005260206000f3' })
    },
    async stop(): Promise<void> {
      await Promise.all([gateway.close(), rpc.close()])
      await store.close()
      const ended = new Promise((settle) => chain.child.once('close', settle))
      chain.child.kill('SIGTERM')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}
