import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { decodeFunctionData, type Hex } from 'viem'

export interface Call {
  id: number
  method: string
  params?: unknown[]
}
interface Reply {
  id: number
  jsonrpc: '2.0'
  result?: unknown
  error?: { code: number; message: string }
}

/** What a call asks: the function of the registry or the protocols where it is one, else the method. */
export function nameOf({ method, params }: Call): string {
  const data = (params?.[0] as { data?: Hex } | undefined)?.data
  if (method !== 'eth_call' || data === undefined) return method
  try {
    return decodeFunctionData({ abi: [...culturalProtocolsAbi, ...modelRegistryAbi], data }).functionName
  } catch {
    return method
  }
}

/** A JSON-RPC server in front of a chain, which can be gone, silent, or say something else than the chain does. */
export class TestRpc {
  readonly url: string
  readonly #server: Server
  mode: 'honest' | 'down' | 'hanging' = 'honest'
  /** Changes a reply on its way back. */
  lie: ((call: Call, reply: Reply) => Reply) | undefined
  /** Told of what came together, before it is passed on. */
  onBatch: ((calls: Call[]) => void) | undefined
  /** Told of every call before it is passed on; may wait. */
  before: ((call: Call) => Promise<void> | void) | undefined

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(target: string): Promise<TestRpc> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const rpc = new TestRpc(server)
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const body = Buffer.concat(chunks).toString()
      if (rpc.mode === 'down') return request.socket.destroy()
      if (rpc.mode === 'hanging') return
      const parsed = JSON.parse(body) as Call | Call[]
      const calls = Array.isArray(parsed) ? parsed : [parsed]
      rpc.onBatch?.(calls)
      for (const call of calls) await rpc.before?.(call)
      const answer = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      const replied = (await answer.json()) as Reply | Reply[]
      const replies = (Array.isArray(replied) ? replied : [replied]).map((reply) => {
        const call = calls.find(({ id }) => id === reply.id) as Call
        return rpc.lie?.(call, reply) ?? reply
      })
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(Array.isArray(replied) ? replies : replies[0]))
    })
    return rpc
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
