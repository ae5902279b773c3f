/**
 * Runs graph-node and the wires that connect it, for as long as standard input stays open. Started inside a network
 * namespace of its own, where graph-node's four ports, open to all by its nature, are open to nobody.
 *
 * Usage: [unshare …] node enclosure.ts '<Enclosure as JSON>'. The environment, which may hold the database's password,
 * is handed to graph-node as it is.
 */
import { spawn } from 'node:child_process'
import { type Endpoint, forward } from '@commonweal/subgraph/runtime/network/forward'
import { raiseLoopback } from '@commonweal/subgraph/runtime/network/raiseLoopback'
import { RuntimeError } from '@commonweal/subgraph/runtime/RuntimeError'

/** What {@link startIndexer} tells it. */
export interface Enclosure {
  /** Whether the namespace is its own, so that its loopback interface has to be brought up. */
  isolated: boolean
  /** graph-node's program, arguments and folder. */
  command: string
  args: string[]
  cwd: string
  /** Connections to pass between the inside and the unix sockets that both sides see. */
  wires: { from: Endpoint; to: Endpoint }[]
  /** Milliseconds graph-node gets to end by itself. */
  graceMs: number
}

const enclosure = JSON.parse(process.argv[2] ?? '') as Enclosure
// With the parent gone, its pipes are gone too.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

try {
  if (enclosure.isolated) raiseLoopback()
  for (const { from, to } of enclosure.wires) await forward(from, to)
} catch (error) {
  process.stderr.write(`${error instanceof RuntimeError ? error.describe() : error}\n`)
  process.exit(1)
}

const child = spawn(enclosure.command, enclosure.args, {
  cwd: enclosure.cwd,
  stdio: ['ignore', 'inherit', 'inherit'],
})

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  child.kill('SIGINT')
  setTimeout(() => child.kill('SIGKILL'), enclosure.graceMs)
}

process.stdin.on('end', stop).on('error', stop).on('close', stop).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
child.on('error', (error) => {
  process.stderr.write(`${enclosure.command}: ${error.message}\n`)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  if (signal !== null && !stopping) process.stderr.write(`graph-node was ended by ${signal}\n`)
  process.exit(stopping ? 0 : (code ?? 1))
})
