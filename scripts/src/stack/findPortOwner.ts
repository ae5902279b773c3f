import { readdir, readFile, readlink } from 'node:fs/promises'

export type PortOwner = { pid: number; command: string }

const listening = '0A'

/**
 * Who listens on a TCP port, from /proc (Linux).
 *
 * @returns undefined when nobody does, or where that cannot be seen (another user's process, another system).
 */
export async function findPortOwner(port: number): Promise<PortOwner | undefined> {
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n').slice(1)
    for (const line of lines) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      if (state === listening && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port && inode) {
        inodes.add(`socket:[${inode}]`)
      }
    }
  }
  if (inodes.size === 0) return undefined
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '')
      if (!inodes.has(target)) continue
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return { pid: Number(pid), command: line.split('\0').filter(Boolean).join(' ').slice(0, 200) }
    }
  }
  return undefined
}
