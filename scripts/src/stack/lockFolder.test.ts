import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './lockFolder.ts'
import { identifyProcess } from './ProcessIdentity.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonweal-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the second to ask is told who holds the folder, and gets it once it is given back', () => {
  const first = lockFolder(folder)
  expect(lockFolder(folder)).toMatchObject({ owner: { pid: process.pid } })
  if ('release' in first) first.release()
  expect(lockFolder(folder)).toHaveProperty('release')
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('a lock whose owner has died is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('spawn', resolve))
  writeFileSync(join(folder, 'lock'), JSON.stringify(identifyProcess(child.pid as number)))
  expect(lockFolder(folder)).toMatchObject({ owner: { pid: child.pid } })
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(lockFolder(folder)).toHaveProperty('release')
})

test('a later process with the same number is not taken for the owner', () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }))
  expect(lockFolder(folder)).toHaveProperty('release')
})

test('a lock that is no lock is taken over', () => {
  writeFileSync(join(folder, 'lock'), '{')
  expect(lockFolder(folder)).toHaveProperty('release')
})
