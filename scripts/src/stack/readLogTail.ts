import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const windowBytes = 64 * 1024
const maxLineLength = 400

/** The last lines of a log that hold something, oldest first; empty when there is no log. */
export function readLogTail(path: string, count = 15): string[] {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return []
  }
  try {
    const { size } = fstatSync(file)
    const length = Math.min(size, windowBytes)
    const buffer = Buffer.alloc(length)
    readSync(file, buffer, 0, length, size - length)
    return buffer
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-count)
      .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line))
  } finally {
    closeSync(file)
  }
}
