import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { root } from '../stack.ts'

const contracts = join(root, 'contracts')
const require = createRequire(join(contracts, 'package.json'))

type Output = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<string, Record<string, { evm: { deployedBytecode: { object: string } } }>>
}

/**
 * Compiles a double of contracts/test/doubles as what is deployed is compiled: the build before the suites leaves tests
 * out.
 */
export function compileDouble(name: string): Hex {
  const { compile } = require('solc') as {
    compile: (input: string, readers: { import: (path: string) => { contents: string } }) => string
  }
  const file = `test/doubles/${name}.sol`
  const read = (path: string) =>
    readFileSync(path.startsWith('@') ? require.resolve(path) : join(contracts, path), 'utf8')
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: read(file) } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      viaIR: true,
      outputSelection: { [file]: { [name]: ['evm.deployedBytecode.object'] } },
    },
  }
  const output = JSON.parse(
    compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }),
  ) as Output
  const found = output.contracts?.[file]?.[name]
  if (found === undefined) {
    const errors = output.errors?.map(({ formattedMessage }) => formattedMessage).join('')
    throw new Error(`${file} does not compile: ${errors}`)
  }
  return `0x${found.evm.deployedBytecode.object}`
}
