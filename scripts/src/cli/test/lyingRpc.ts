import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An answer of an RPC. */
export type RpcAnswer = { id: number; result?: unknown }
type RpcCall = { id: number; method: string; params?: unknown[] }

/** Starts an RPC that passes everything on to another one, and lies where `change` changes its answer. */
export async function startLyingRpc(
  target: string,
  change: (call: RpcCall, answer: RpcAnswer) => RpcAnswer,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const calls = JSON.parse(body) as RpcCall | RpcCall[]
    const answered = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const answers = (await answered.json()) as RpcAnswer | RpcAnswer[]
    const told = [answers].flat().map((answer) => {
      const call = [calls].flat().find(({ id }) => id === answer.id)
      return call === undefined ? answer : change(call, answer)
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(Array.isArray(answers) ? told : told[0]))
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }
}
