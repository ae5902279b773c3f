import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Hex } from 'viem'

export const root = resolve(import.meta.dirname, '..')

/** What a running local stack tells of itself in `<state>/stack.json`. */
export type StackFile = {
  ready: true
  chainId: number
  rpcUrl: string
  subgraphUrl: string
  ipfsGatewayUrl: string
  ipfsRpcUrl: string
  workerUrl: string
  webUrl: string
  addresses: { communityRegistry: Hex; communityFactory: Hex; modelRegistry: Hex }
  community?: { communityId: Hex; membership: Hex; governor: Hex; timelock: Hex }
  versionId?: Hex
  proposalId?: string
  wallets: { name: string; address: Hex; privateKey: Hex }[]
}

export type Stack = StackFile & {
  /** The folder that holds everything of this stack. */
  state: string
  /** Runs the command line against this stack; resolves with what it printed as JSON. */
  cli<T = unknown>(args: string[], options?: { privateKey?: Hex }): Promise<T>
  /** Ends it; what it kept goes too, unless it is to be started again on its state. */
  stop(options?: { keep?: boolean }): Promise<void>
}

/**
 * Starts a whole local stack of its own, as `npm start` would, and waits until it is ready.
 *
 * @param options.ports the first of the consecutive ports it may use
 * @param options.seed what it founds by itself: the demo, the community alone, or nothing
 * @param options.web whether the web app runs too
 * @param options.state the state of an earlier stack, to go on from
 * @throws when the stack ends before it is ready, with the last lines it printed
 */
export async function startStack(options: {
  ports: number
  seed: 'demo' | 'community' | 'none'
  web: boolean
  state?: string
}): Promise<Stack> {
  const state = options.state ?? join(await mkdtemp(join(tmpdir(), 'commonweal-stack-')), 'state')
  const folder = dirname(state)
  const log = join(folder, 'supervisor.log')
  const child = spawn(
    process.execPath,
    [
      join(root, 'scripts/src/stack/main.ts'),
      ...['--state', state, '--ports', String(options.ports), '--seed', options.seed],
      ...(options.web ? [] : ['--no-web']),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const tail: string[] = []
  const sink = createWriteStream(log, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      sink.write(text)
      tail.push(...text.split('\n').filter(Boolean))
      tail.splice(0, Math.max(0, tail.length - 40))
    })
  }
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) =>
      reject(
        new Error(
          `The stack ended (${signal ?? code}) before it was ready:\n${tail.join('\n')}\nWhat it left is in ${folder}.`,
        ),
      ),
    )
  })
  ended.catch(() => {})
  const waiting = new AbortController()
  const file = await Promise.race([readWhenReady(join(state, 'stack.json'), waiting.signal), ended]).finally(
    () => waiting.abort(),
  )

  return {
    ...file,
    state,
    async cli<T>(args: string[], { privateKey }: { privateKey?: Hex } = {}) {
      const { code, stdout, stderr } = await run(
        process.execPath,
        [join(root, 'scripts/src/cli/main.ts'), ...args, '--json'],
        {
          ...process.env,
          COMMONWEAL_STATE: state,
          ...(privateKey ? { COMMONWEAL_PRIVATE_KEY: privateKey } : {}),
        },
      )
      if (code !== 0) throw new Error(`commonweal ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`)
      return JSON.parse(stdout) as T
    },
    async stop({ keep = process.env.COMMONWEAL_KEEP_STATE !== undefined } = {}) {
      await end(child)
      sink.end()
      if (!keep) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a program to its end. */
export async function run(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject)
    child.once('close', settle)
  })
  return { code, stdout, stderr }
}

/** Asks a process to end and waits until it has. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((settle) => child.once('exit', () => settle()))
  child.kill('SIGTERM')
  await gone
}

async function readWhenReady(path: string, signal: AbortSignal): Promise<StackFile> {
  for (;;) {
    signal.throwIfAborted()
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) {
      const file = JSON.parse(text) as StackFile
      if (file.ready) return file
    }
    await delay(200)
  }
}
