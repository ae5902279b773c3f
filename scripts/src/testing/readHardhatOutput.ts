import { stripVTControlCharacters } from 'node:util'
import type { Counts } from './Counts.ts'

/**
 * Reads the summary that Hardhat's Solidity and node:test runners print (`N passing`, `N failing`, `N skipped`).
 *
 * @returns undefined where there is no summary: the run ended before it had one
 */
export function readHardhatOutput(output: string): Counts | undefined {
  const text = stripVTControlCharacters(output)
  const count = (word: string) =>
    [...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].map((match) => Number(match[1])).at(-1)
  const passed = count('passing')
  const failed = count('failing')
  if (passed === undefined && failed === undefined) return undefined
  const failures = [...text.matchAll(/^\s*[✖×]\s*(.+)$/gm)].map((match) => match[1]?.trim() ?? '')
  return {
    passed: passed ?? 0,
    failed: failed ?? 0,
    skipped: (count('skipped') ?? 0) + (count('pending') ?? 0),
    failures: [...new Set(failures)],
  }
}
