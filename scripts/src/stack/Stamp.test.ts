import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashFiles, Stamp } from './Stamp.ts'
import { buildOnce } from './steps/buildOnce.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'commonweal-stamp-'))
  mkdirSync(join(root, 'src/deep'), { recursive: true })
  writeFileSync(join(root, 'src/a.sol'), 'a')
  writeFileSync(join(root, 'src/deep/b.sol'), 'b')
  writeFileSync(join(root, 'src/a.test.ts'), 'test')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const hash = () => hashFiles(root, ['src/**/*'], ['**/*.test.ts'])

test('the digest follows content and names, not times and not what is left out', () => {
  const before = hash()
  utimesSync(join(root, 'src/a.sol'), 1, 1)
  writeFileSync(join(root, 'src/a.test.ts'), 'another test')
  expect(hash()).toBe(before)
  writeFileSync(join(root, 'src/deep/b.sol'), 'c')
  const changed = hash()
  expect(changed).not.toBe(before)
  writeFileSync(join(root, 'src/deep/b.sol'), 'b')
  expect(hash()).toBe(before)
  renameSync(join(root, 'src/deep/b.sol'), join(root, 'src/deep/c.sol'))
  expect(hash()).not.toBe(before)
})

test('a stamp is current for its inputs alone', () => {
  const path = join(root, 'stamps/web')
  const stamp = new Stamp(path, 'one')
  expect(stamp.isCurrent).toBe(false)
  stamp.set()
  expect(stamp.isCurrent).toBe(true)
  expect(new Stamp(path, 'two').isCurrent).toBe(false)
  stamp.clear()
  expect(stamp.isCurrent).toBe(false)
})

test('work is done once for the same inputs, again when they change, and again after a failure', async () => {
  let there = false
  let runs = 0
  const build = (work = async () => {}) =>
    buildOnce(
      { root, name: 'web', include: ['src/**/*'], isThere: () => there },
      async () => {
        runs++
        await work()
        there = true
      },
      new AbortController().signal,
    )
  expect([await build(), await build(), runs]).toEqual([true, false, 1])
  writeFileSync(join(root, 'src/a.sol'), 'changed')
  const failing = async () => {
    throw new Error('no')
  }
  await expect(build(failing)).rejects.toThrow('no')
  expect([await build(), await build(), runs]).toEqual([true, false, 3])
  there = false
  expect([await build(), runs]).toEqual([true, 4])
})

test('two at the same time do the work once', async () => {
  let there = false
  let runs = 0
  const build = () =>
    buildOnce(
      { root, name: 'web', include: ['src/**/*'], isThere: () => there },
      async () => {
        runs++
        await new Promise((resolve) => setImmediate(resolve))
        there = true
      },
      new AbortController().signal,
    )
  expect((await Promise.all([build(), build()])).sort()).toEqual([false, true])
  expect(runs).toBe(1)
})
