import { describe, expect, test } from 'vitest'
import { addCounts, closingLine } from './Counts.ts'
import { readHardhatOutput } from './readHardhatOutput.ts'
import { readPlainOutput } from './readPlainOutput.ts'
import { readPlaywrightReport } from './readPlaywrightReport.ts'
import { readVitestReport } from './readVitestReport.ts'

describe('readHardhatOutput', () => {
  test('reads passing, failing and skipped, with the names that failed', () => {
    const output = '    ✔ test_a()\n    ✖ test_b()\n\n  25 passing\n  1 failing\n  2 skipped\n'
    expect(readHardhatOutput(output)).toEqual({ passed: 25, failed: 1, skipped: 2, failures: ['test_b()'] })
  })
  test('sees through colours', () => {
    expect(readHardhatOutput('\u001b[32m  3 passing\u001b[39m')).toMatchObject({ passed: 3, failed: 0 })
  })
  test('says nothing of a run that never came to its summary', () => {
    expect(readHardhatOutput('Error HHE816: …')).toBeUndefined()
  })
})

describe('readPlainOutput', () => {
  test('takes the last line of that form', () => {
    expect(readPlainOutput('1 passed, 0 failed\nmore\n4 passed, 2 failed, 1 skipped\n')).toMatchObject({
      passed: 4,
      failed: 2,
      skipped: 1,
    })
  })
  test('says nothing where there is none', () => {
    expect(readPlainOutput('about 4 passed, 2 failed in all')).toBeUndefined()
  })
})

describe('readVitestReport', () => {
  test('counts a file that could not be collected as a failure', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'passed',
          assertionResults: [{ fullName: 'a works', status: 'passed' }],
        },
        { name: 'b.test.ts', status: 'failed', message: 'SyntaxError\nat …', assertionResults: [] },
      ],
    }
    expect(readVitestReport(JSON.stringify(report))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
      failures: ['b.test.ts: SyntaxError'],
    })
  })
  test('refuses what is not a report', () => {
    expect(() => readVitestReport('{}')).toThrow()
  })
})

describe('readPlaywrightReport', () => {
  test('counts flaky tests and stray errors as failures, in nested suites too', () => {
    const specs = [
      { title: 'works', tests: [{ status: 'expected' }] },
      { title: 'wavers', tests: [{ status: 'flaky' }] },
    ]
    const report = { suites: [{ specs: [], suites: [{ specs }] }], errors: [{ message: 'no browser\n…' }] }
    expect(readPlaywrightReport(JSON.stringify(report))).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      failures: ['no browser', 'wavers'],
    })
  })
})

test('the closing line speaks of skipped tests only where there are some', () => {
  const none = { passed: 2, failed: 0, skipped: 0, failures: [] }
  expect(closingLine(addCounts([none, none]))).toBe('4 passed, 0 failed')
  expect(closingLine(addCounts([none, { ...none, skipped: 1 }]))).toBe('4 passed, 0 failed, 1 skipped')
})
