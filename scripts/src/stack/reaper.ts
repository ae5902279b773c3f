/**
 * Waits until the supervisor is gone, however it went, and then ends the parts it has left behind.
 *
 * Standard input is a pipe from the supervisor: `+<pid>` names a process group to look after, `-<pid>` one that has
 * ended, and its end means that the supervisor is gone. Arguments are files that must not outlive the stack.
 */
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

const graceMs = 8_000
const groups = new Set<number>()

// A Ctrl-C or a kill of the whole process group is for the supervisor to handle; this one stays until it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

const signalGroup = (group: number, signal: NodeJS.Signals | 0) => {
  try {
    process.kill(-group, signal)
    return true
  } catch {
    return false
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const group = Number(line.slice(1))
    if (!Number.isSafeInteger(group) || group <= 1) return
    if (line.startsWith('+')) groups.add(group)
    if (line.startsWith('-')) groups.delete(group)
  })
  .on('close', async () => {
    for (const path of process.argv.slice(2)) rmSync(path, { force: true })
    for (const group of groups) signalGroup(group, 'SIGTERM')
    const deadline = Date.now() + graceMs
    while ([...groups].some((group) => signalGroup(group, 0)) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    for (const group of groups) signalGroup(group, 'SIGKILL')
    process.exit(0)
  })
