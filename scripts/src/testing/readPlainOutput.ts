import { stripVTControlCharacters } from 'node:util'
import type { Counts } from './Counts.ts'

/** Reads the last `N passed, N failed` line of a runner of our own; undefined where there is none. */
export function readPlainOutput(output: string): Counts | undefined {
  const text = stripVTControlCharacters(output)
  const last = [...text.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1)
  if (!last) return undefined
  const failures = [...text.matchAll(/^\s*(?:✖|×|FAIL)\s+(.+)$/gm)].map((match) => match[1]?.trim() ?? '')
  return {
    passed: Number(last[1]),
    failed: Number(last[2]),
    skipped: Number(last[3] ?? 0),
    failures: [...new Set(failures)],
  }
}
