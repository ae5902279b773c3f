import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Address, Hex } from 'viem'
import { end } from '../stack.ts'

const require = createRequire(import.meta.url)
/** Years of days, of sixteen policies, can be looked at for one answer. */
const gas = 1_000_000_000_000n

/** A chain of its own that mines nothing: code is put on it, and asked. */
export class CallChain {
  readonly #chain: ChildProcess
  readonly #url: string

  private constructor(chain: ChildProcess, url: string) {
    this.#chain = chain
    this.#url = url
  }

  static async start(): Promise<CallChain> {
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
    return new CallChain(chain, `http://127.0.0.1:${port}`)
  }

  async setCode(address: Address, code: Hex): Promise<void> {
    await this.#ask([{ method: 'anvil_setCode', params: [address, code] }])
  }

  /** What the code answers to each call, in their order; they go in one request. */
  call(to: Address, calls: readonly Hex[]): Promise<Hex[]> {
    return this.#ask(
      calls.map((data) => ({
        method: 'eth_call',
        params: [{ to, gas: `0x${gas.toString(16)}`, data }, 'latest'],
      })),
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
