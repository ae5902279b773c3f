import { z } from 'zod'
import type { Counts } from './Counts.ts'

type Suite = { specs: { title: string; tests: { status: string }[] }[]; suites?: Suite[] }

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
    suites: z.array(suite).optional(),
  }),
)
const report = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() })),
})

/**
 * Reads the report of Playwright's JSON reporter. A flaky test counts as failed, and so does every error outside one.
 *
 * @throws when the text is not such a report
 */
export function readPlaywrightReport(text: string): Counts {
  const { suites, errors } = report.parse(JSON.parse(text))
  const counts: Counts = { passed: 0, failed: errors.length, skipped: 0, failures: [] }
  counts.failures.push(...errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside any test'))
  const walk = (part: Suite) => {
    for (const { title, tests } of part.specs) {
      for (const { status } of tests) {
        if (status === 'expected') counts.passed += 1
        else if (status === 'skipped') counts.skipped += 1
        else {
          counts.failed += 1
          counts.failures.push(title)
        }
      }
    }
    for (const inner of part.suites ?? []) walk(inner)
  }
  for (const part of suites) walk(part)
  return counts
}
