import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { checkPorts } from './checkPorts.ts'
import { describeStack } from './describeStack.ts'
import { lockFolder } from './lockFolder.ts'
import { Progress } from './Progress.ts'
import { prepareState } from './prepareState.ts'
import { readOptions, usage } from './readOptions.ts'
import { StackError } from './StackError.ts'
import { removeStackFile, stackFilePath, writeStackFile } from './StackFile.ts'
import type { Part } from './startPart.ts'
import { startReaper } from './startReaper.ts'
import { startStack } from './startStack.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

async function main(): Promise<number> {
  const folder = process.env.npm_lifecycle_event ? (process.env.INIT_CWD ?? root) : process.cwd()
  const options = readOptions(process.argv.slice(2), { root, folder })
  if (!options) {
    process.stdout.write(usage)
    return 0
  }
  const { state, ports, seed, web } = options
  const begun = Number(process.env.COMMONWEAL_BOOTSTRAP_STARTED) || Date.now()
  const progress = new Progress(process.stdout, begun)

  if (process.env.COMMONWEAL_BOOTSTRAP_STARTED) progress.count('Node, packages')
  const lock = lockFolder(state)
  if ('owner' in lock) {
    throw new StackError(`A stack runs on ${state} already: process ${lock.owner.pid}.`, {
      code: 'already_running',
      next: `Stop it with Ctrl-C or \`kill ${lock.owner.pid}\`, or name another folder with --state.`,
    })
  }
  const parts: Part[] = []
  const ended = new AbortController()
  let why: string | undefined
  const end = (reason: string) => {
    if (ended.signal.aborted) return
    why = reason
    ended.abort(new StackError(reason, { code: 'stopped' }))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end(signal === 'SIGINT' ? 'Ctrl-C' : signal))
  }
  watchParent(() => end('the command that started it is gone'))
  // A closed terminal must not stop us from stopping the parts.
  process.stdout.on('error', () => end('the terminal is gone'))
  process.stderr.on('error', () => {})

  try {
    prepareState(state, options)
    removeStackFile(state)
    await checkPorts({
      chain: ports.chain,
      indexer: ports.indexer,
      'IPFS gateway': ports.ipfsGateway,
      'IPFS RPC': ports.ipfsRpc,
      ...(seed === 'none' ? {} : { worker: ports.worker }),
      ...(web ? { 'web app': ports.web } : {}),
    })
    progress.line(`Starting the local stack; it is kept in ${relative(process.cwd(), state) || state}.`)
    const reaper = startReaper([stackFilePath(state)])
    try {
      const { facts, cold } = await race(
        startStack({
          options,
          root,
          reaper,
          progress,
          signal: ended.signal,
          keep: (part) => parts.push(part),
        }),
        ended.signal,
      )
      writeStackFile(state, facts)
      progress.stop()
      process.stdout.write(`${describeStack(facts, { progress, cold, state })}\n`)
      await race(
        Promise.race([
          ...parts.map((part) => part.failed),
          reaper.died.then(() => {
            throw new StackError('The process that cleans up after us was ended.', { code: 'reaper_died' })
          }),
        ]),
        ended.signal,
      )
      return 0
    } catch (error) {
      if (error === ended.signal.reason) return 0
      // The others must not go on starting while we stop.
      ended.abort(error)
      progress.stop()
      report(error)
      return 1
    } finally {
      progress.stop()
      progress.line(`Stopping${why ? ` (${why})` : ''} …`)
      removeStackFile(state)
      await stopAll(parts)
      await reaper.stop()
      progress.line('Stopped. Nothing is left running.')
    }
  } finally {
    lock.release()
  }
}

/** What uses others goes before what it uses; the chain goes last. */
async function stopAll(parts: readonly Part[]): Promise<void> {
  const stop = async (part: Part) => {
    try {
      await part.stop()
    } catch (error) {
      process.stderr.write(`Warning: ${part.name} did not stop properly: ${(error as Error).message}\n`)
    }
  }
  await Promise.all(parts.filter((part) => part.name !== 'chain').map(stop))
  await Promise.all(parts.filter((part) => part.name === 'chain').map(stop))
}

async function race<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {})
  return await new Promise((resolve_, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve_, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Started through the bootstrap we belong to it: when it is killed, we end too. */
function watchParent(gone: () => void): void {
  const parent = Number(process.env.COMMONWEAL_BOOTSTRAP_PID)
  if (!parent || process.ppid !== parent) return
  setInterval(() => process.ppid !== parent && gone(), 500).unref()
}

function report(error: unknown): void {
  const known = error instanceof CommonwealError
  const lines = [`Error: ${error instanceof Error ? error.message : String(error)}`]
  if (error instanceof StackError && error.logTail.length > 0) {
    lines.push('Its last lines:', ...error.logTail.map((line) => `  | ${line}`))
  }
  const cause = (error as Error).cause
  if (known && cause instanceof Error && !cause.message.startsWith(error.message.slice(0, -1)))
    lines.push(`Because: ${cause.message}`)
  if (error instanceof StackError && error.logPath) lines.push(`The whole log: ${error.logPath}`)
  if (known && error.next) lines.push(`Next: ${error.next}`)
  if (!known && error instanceof Error) lines.push(String(error.stack))
  process.stderr.write(`${lines.join('\n')}\n`)
}

try {
  process.exitCode = await main()
} catch (error) {
  report(error)
  process.exitCode = 1
}
// A stray timer or socket must not keep a stack that has stopped.
process.exit()
