/**
 * Runs one program for as long as this process' standard input stays open, then stops it. The parent holds the other
 * end of that pipe, so the program goes when the parent goes, however the parent went.
 *
 * Usage: node keep.ts '{"command":…,"args":[…],"cwd":…,"uid":…,"gid":…,"wholeGroup":…,"stopSignal":…,"graceMs":…}'
 */
import { spawn } from 'node:child_process'
import type { KeptProgram } from './startKept.ts'

const program = JSON.parse(process.argv[2] ?? '') as Omit<KeptProgram, 'env'>
const child = spawn(program.command, program.args, {
  cwd: program.cwd,
  ...(program.uid === undefined ? {} : { uid: program.uid, gid: program.gid }),
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: program.wholeGroup === true,
})

function send(signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(program.wholeGroup === true ? -child.pid : child.pid, signal)
  } catch {
    // It is gone already.
  }
}

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  send(program.stopSignal)
  setTimeout(() => send('SIGKILL'), program.graceMs).unref()
}

process.stdin.on('end', stop).on('error', stop).on('close', stop).resume()
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('SIGHUP', stop)
// With the parent gone, its pipes are gone too: what is still said goes nowhere, and that must not end the keeping.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

child.on('error', (error) => {
  process.stderr.write(`${program.command}: ${error.message}\n`)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  if (signal !== null && !stopping) process.stderr.write(`${program.command}: ended by ${signal}\n`)
  process.exit(stopping ? 0 : (code ?? 1))
})
