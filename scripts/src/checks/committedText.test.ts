import { expect, test } from 'vitest'
import { findMachineTraces } from './committedText.ts'

// Put together here, so that this file passes its own check.
const home = ['', 'home', 'ada', 'commonweal'].join('/')

test('finds a path of a machine, with its line', () => {
  expect(findMachineTraces('a.md', `fine\nsee ${home}`)).toEqual([
    { file: 'a.md', line: 2, what: "a path of somebody's machine" },
  ])
})

test('finds a download address in a lockfile', () => {
  const line = `      "resolved": ${JSON.stringify(['https:', '', 'registry.example', 'a.tgz'].join('/'))},`
  expect(findMachineTraces('package-lock.json', line)).toHaveLength(1)
})

test('lets an address of a page and a path of the repository be', () => {
  expect(
    findMachineTraces('a.md', 'https://example.org/home/x and scripts/src and /usr/bin/chromium'),
  ).toEqual([])
})
