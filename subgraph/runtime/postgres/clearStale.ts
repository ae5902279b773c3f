import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { RuntimeError } from '../RuntimeError.ts'

/**
 * Deals with the postmaster.pid that a crash left: a server nobody keeps any more is stopped, a file without a server
 * is removed.
 * @throws RuntimeError `postgres_in_use` where a keeper still stands behind that server.
 */
export async function clearStale(dataFolder: string): Promise<void> {
  const lock = path.join(dataFolder, 'postmaster.pid')
  const [firstLine] = (await readFile(lock, 'utf8').catch(() => '')).split('\n')
  const pid = Number(firstLine)
  if (!Number.isInteger(pid) || pid <= 0) {
    await rm(lock, { force: true })
    return
  }
  const deadline = Date.now() + 15_000
  while (await servesFrom(pid, dataFolder)) {
    const orphan = !(await hasKeeper(pid))
    if (orphan) process.kill(pid, Date.now() < deadline - 5_000 ? 'SIGINT' : 'SIGKILL')
    if (Date.now() > deadline) {
      throw new RuntimeError('postgres_in_use', `A Postgres (pid ${pid}) already runs from ${dataFolder}.`, {
        next: 'Stop the other stack that uses this state folder, or choose another folder.',
      })
    }
    await delay(100)
  }
  await rm(lock, { force: true })
}

/** The pid may have gone to another program since, so its command line has to name the folder. */
async function servesFrom(pid: number, dataFolder: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return commandLine.split('\0').includes(dataFolder)
}

async function hasKeeper(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1]
  const commandLine = await readFile(`/proc/${parent}/cmdline`, 'utf8').catch(() => '')
  return commandLine.includes('keep.ts')
}
