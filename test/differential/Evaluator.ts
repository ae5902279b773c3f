import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { type ContractFunctionArgs, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { root } from '../stack.ts'
import { CallChain } from './CallChain.ts'

/** Parts, a request, and Unix seconds. */
export type Question = ContractFunctionArgs<typeof culturalProtocolsAbi, 'pure', 'evaluate'>

const address = '0x000000000000000000000000000000000000c0de'

/** Asks the compiled contract what it decides, on a chain of its own. */
export class Evaluator {
  readonly #chain: CallChain

  private constructor(chain: CallChain) {
    this.#chain = chain
  }

  static async start(): Promise<Evaluator> {
    const chain = await CallChain.start()
    // What `evaluate` answers depends on nothing but its code: there is no need to deploy what it is linked to.
    await chain.setCode(address, await readCode())
    return new Evaluator(chain)
  }

  /** The contract's answers, in the order of the questions, which go in one request. */
  async evaluate(questions: readonly Question[]) {
    const results = await this.#chain.call(
      address,
      questions.map((args) =>
        encodeFunctionData({ abi: culturalProtocolsAbi, functionName: 'evaluate', args }),
      ),
    )
    return results.map((data) =>
      decodeFunctionResult({ abi: culturalProtocolsAbi, functionName: 'evaluate', data }),
    )
  }

  async stop(): Promise<void> {
    await this.#chain.stop()
  }
}

/** As it was compiled before the suites. */
async function readCode(): Promise<Hex> {
  const file = join(root, 'contracts/artifacts/src/protocols/CulturalProtocols.sol/CulturalProtocols.json')
  const artifact = JSON.parse(await readFile(file, 'utf8')) as { deployedBytecode: Hex }
  return artifact.deployedBytecode
}
