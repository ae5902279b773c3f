import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, it } from 'node:test'

const abiRoot = path.resolve(import.meta.dirname, '../generated/abi')

/** Errors of this project carry the contract they come from: `ModelRegistry_NotShared`. The rest is OpenZeppelin's. */
async function ownErrors(): Promise<string[]> {
  const names = new Set<string>()
  for (const file of (await readdir(abiRoot)).filter((name) => name.endsWith('.json'))) {
    const abi = JSON.parse(await readFile(path.join(abiRoot, file), 'utf8')) as {
      type: string
      name?: string
    }[]
    for (const { type, name } of abi) {
      if (type === 'error' && name?.includes('_')) names.add(name)
    }
  }
  return [...names].sort()
}

async function solidityTests(): Promise<string> {
  const entries = await readdir(import.meta.dirname, { recursive: true })
  const files = entries.filter((name) => name.endsWith('.t.sol') || name.endsWith('Fixture.sol'))
  const sources = await Promise.all(
    files.map((name) => readFile(path.join(import.meta.dirname, name), 'utf8')),
  )
  return sources.join('\n').replaceAll(/\/\/.*$/gm, '')
}

describe('custom errors', async () => {
  const sources = await solidityTests()
  for (const name of await ownErrors()) {
    it(`${name} is raised by a test that expects it by name`, () => {
      const expectation = new RegExp(`expect(Partial)?Revert\\([^;]*\\b${name}\\.selector`)
      assert.match(sources, expectation)
    })
  }
})
