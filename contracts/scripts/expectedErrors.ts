import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { packageRoot } from './openHardhat.ts'

const abiRoot = path.join(packageRoot, 'generated/abi')
const testRoot = path.join(packageRoot, 'test')

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
  const entries = await readdir(testRoot, { recursive: true })
  const files = entries.filter((name) => name.endsWith('.t.sol') || name.endsWith('Fixture.sol'))
  const sources = await Promise.all(files.map((name) => readFile(path.join(testRoot, name), 'utf8')))
  return sources.join('\n').replaceAll(/\/\/.*$/gm, '')
}

/** Every custom error of `src`, from the ABIs, and whether some Solidity test expects it by its name. */
export async function expectedErrors(): Promise<{ name: string; expected: boolean }[]> {
  const sources = await solidityTests()
  return (await ownErrors()).map((name) => ({
    name,
    expected: new RegExp(`expect(Partial)?Revert\\([^;]*\\b${name}\\.selector`).test(sources),
  }))
}
