import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { type ContractFunctionArgs, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { end, root } from '../stack.ts'

/** Parts, a request, and Unix seconds. */
export type Question = ContractFunctionArgs<typeof culturalProtocolsAbi, 'pure', 'evaluate'>

const require = createRequire(import.meta.url)
const address = '0x000000000000000000000000000000000000c0de'
/** Years of days, of sixteen policies, can be looked at for one answer. */
const gas = 1_000_000_000_000n

/** Asks the compiled contract what it decides, on a chain of its own. */
export class Evaluator {
  readonly #chain: ChildProcess
  readonly #url: string

  private constructor(chain: ChildProcess, url: string) {
    this.#chain = chain
    this.#url = url
  }

  static async start(): Promise<Evaluator> {
    const binary = join(dirname(require.resolve('@foundry-rs/anvil/package.json')), '../../.bin/anvil')
    const chain = spawn(
      binary,
      ['--port', '0', '--gas-limit', String(gas), '--no-request-size-limit', '--no-mining'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const port = await new Promise<string>((resolve, reject) => {
      let text = ''
      chain.once('error', reject)
      chain.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${text}`)))
      chain.stdout.on('data', (chunk: Buffer) => {
        text = (text + chunk).slice(-8192)
        const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(text)
        if (found?.[1]) resolve(found[1])
      })
    })
    const evaluator = new Evaluator(chain, `http://127.0.0.1:${port}`)
    // What `evaluate` answers depends on nothing but its code: there is no need to deploy what it is linked to.
    await evaluator.#ask([{ method: 'anvil_setCode', params: [address, await readCode()] }])
    return evaluator
  }

  /** The contract's answers, in the order of the questions, which go in one request. */
  async evaluate(questions: readonly Question[]) {
    const results = await this.#ask(
      questions.map((args) => ({
        method: 'eth_call',
        params: [
          {
            to: address,
            gas: `0x${gas.toString(16)}`,
            data: encodeFunctionData({ abi: culturalProtocolsAbi, functionName: 'evaluate', args }),
          },
          'latest',
        ],
      })),
    )
    return results.map((data) =>
      decodeFunctionResult({ abi: culturalProtocolsAbi, functionName: 'evaluate', data }),
    )
  }

  async stop(): Promise<void> {
    await end(this.#chain)
  }

  async #ask(calls: readonly { method: string; params: unknown[] }[]): Promise<Hex[]> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))),
    })
    const answers = (await response.json()) as { id: number; result?: Hex; error?: { message: string } }[]
    const byId = new Map(answers.map((answer) => [answer.id, answer]))
    return calls.map(({ method }, id) => {
      const answer = byId.get(id)
      if (answer?.result === undefined) throw new Error(`${method} did not answer: ${answer?.error?.message}`)
      return answer.result
    })
  }
}

/** As it was compiled before the suites. */
async function readCode(): Promise<Hex> {
  const file = join(root, 'contracts/artifacts/src/protocols/CulturalProtocols.sol/CulturalProtocols.json')
  const artifact = JSON.parse(await readFile(file, 'utf8')) as { deployedBytecode: Hex }
  return artifact.deployedBytecode
}
