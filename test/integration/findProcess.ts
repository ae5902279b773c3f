import { readdir, readFile } from 'node:fs/promises'

/**
 * Finds the one process whose command line holds all of some words, each as a whole argument or its end.
 *
 * @throws when there is none, or more than one
 */
export async function findProcess(words: readonly string[]): Promise<number> {
  const found: number[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // A process may end while we look.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const args = command.split('\0')
    if (words.every((word) => args.some((arg) => arg.endsWith(word)))) found.push(Number(pid))
  }
  const [pid, ...more] = found
  if (pid === undefined || more.length > 0) {
    throw new Error(`${found.length} processes instead of one run with ${words.join(' ')}`)
  }
  return pid
}
