import { z } from 'zod'
import type { Counts } from './Counts.ts'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/**
 * Reads the report of vitest's JSON reporter. A file that could not be collected counts as one failure.
 *
 * @throws when the text is not such a report
 */
export function readVitestReport(text: string): Counts {
  const files = report.parse(JSON.parse(text)).testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  const failed = tests.filter(({ status }) => status === 'failed')
  const passed = tests.filter(({ status }) => status === 'passed')
  return {
    passed: passed.length,
    failed: failed.length + broken.length,
    skipped: tests.length - passed.length - failed.length,
    failures: [
      ...failed.map(({ fullName }) => fullName),
      ...broken.map(({ name, message }) => `${name}: ${message?.split('\n')[0] ?? 'could not be run'}`),
    ],
  }
}
