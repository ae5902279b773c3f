import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareState } from './prepareState.ts'

let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'commonweal-state-'))
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

test('--fresh throws away what a stack kept, and nothing but that', () => {
  prepareState(state, { fresh: false })
  mkdirSync(join(state, 'chain'))
  writeFileSync(join(state, 'lock'), 'held')
  prepareState(state, { fresh: false })
  expect(readdirSync(state)).toContain('chain')
  prepareState(state, { fresh: true })
  expect(readdirSync(state).sort()).toEqual(['commonweal-stack', 'lock'])
})

test('a folder that no stack has made is neither used nor emptied', () => {
  writeFileSync(join(state, 'precious'), '')
  for (const fresh of [true, false]) {
    expect(() => prepareState(state, { fresh })).toThrow(
      `${state} holds files, but was not made by a local stack`,
    )
  }
  expect(readdirSync(state)).toEqual(['precious'])
})
