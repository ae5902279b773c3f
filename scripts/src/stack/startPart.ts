import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { readLogTail } from './readLogTail.ts'
import { StackError } from './StackError.ts'
import type { Reaper } from './startReaper.ts'

export type PartProgram = {
  /** As people are told: "chain", "web app". Also the name of the log. */
  name: string
  command: string
  args: readonly string[]
  cwd?: string
  env?: Record<string, string | undefined>
  /** Where logs go. */
  logs: string
  /** Milliseconds it has to stop by itself. */
  graceMs?: number
}

/** A running part of the stack. */
export type Part = {
  name: string
  pid: number
  logPath: string
  /** Rejects with a StackError when the part ends without having been asked to. Never resolves. */
  failed: Promise<never>
  /** Resolves with the exit code once it is over. */
  ended: Promise<number>
  /** Ends it and everything in its process group; resolves when it is gone. */
  stop: () => Promise<void>
}

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches the supervisor alone,
 * with its output in a log file that it owns: it can go on writing whatever happens to the supervisor.
 */
export function startPart(program: PartProgram, reaper: Reaper): Part {
  const { name, command, args, cwd, env, logs, graceMs = 10_000 } = program
  mkdirSync(logs, { recursive: true })
  const logPath = join(logs, `${name.replaceAll(' ', '-')}.log`)
  try {
    renameSync(logPath, `${logPath}.previous`)
  } catch {
    // There was no earlier run.
  }
  const log = openSync(logPath, 'a')
  const child = spawn(command, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const pid = child.pid ?? 0
  if (pid > 0) reaper.watch(pid)

  let stopping = false
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
    child.once('error', () => resolve(127))
  })
  const failed = new Promise<never>((_, reject) => {
    const fail = (how: string, cause?: unknown) => {
      if (stopping) return
      reject(
        new StackError(`${name} ${how}.`, {
          code: 'part_died',
          details: { part: name, log: logPath },
          logTail: readLogTail(logPath),
          logPath,
          next: 'Start again with `npm start`: what is kept stays. If it dies again, its log says why.',
          cause,
        }),
      )
    }
    child.once('error', (error) => fail(`could not be started: ${error.message}`, error))
    child.once('exit', (code, signal) => fail(signal ? `was ended by ${signal}` : `ended with code ${code}`))
  })
  // Whoever waits for a failure sees it; nobody waiting yet is no reason to crash.
  failed.catch(() => {})

  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (pid > 0) process.kill(-pid, signal)
    } catch {
      // It is gone already.
    }
  }
  return {
    name,
    pid,
    logPath,
    failed,
    ended,
    stop: async () => {
      stopping = true
      child.kill('SIGTERM')
      const timer = setTimeout(() => signalGroup('SIGKILL'), graceMs)
      await ended
      clearTimeout(timer)
      // What the part itself has left behind in its group.
      signalGroup('SIGKILL')
      reaper.forget(pid)
    },
  }
}
