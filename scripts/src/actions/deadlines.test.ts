import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { artifactsCid } from '@commonweal/sdk/artifacts/artifactsCid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchBlock } from './fetchBlock.ts'
import { openChain } from './openChain.ts'
import { publishBundle, publishText } from './publishArtifacts.ts'

let server: Server
let url: string

// Takes every request and never says a word.
beforeAll(async () => {
  server = createServer((request) => void request.resume())
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('a gateway that is silent is given up on', async () => {
  await expect(
    fetchBlock(url, artifactsCid(`0x${'1'.repeat(64)}`, 0x55), { deadline: 100 }),
  ).rejects.toMatchObject({
    code: 'ipfs_unreachable',
    message: expect.stringContaining('within 0.1 s'),
  })
})

test('an IPFS node that is silent is given up on', async () => {
  const files = [{ path: 'config.json', bytes: new Uint8Array([123, 125]) }]
  for (const upload of [
    () => publishBundle({ ipfsRpcUrl: url, files, deadline: 100 }),
    () => publishText({ ipfsRpcUrl: url, text: 'charter', deadline: 100 }),
  ]) {
    await expect(upload()).rejects.toMatchObject({
      code: 'ipfs_unreachable',
      message: expect.stringContaining('in time'),
    })
  }
})

test('an RPC that is silent is given up on', async () => {
  await expect(openChain({ rpcUrl: url, deadline: 100 })).rejects.toMatchObject({ code: 'rpc_unreachable' })
})

test('a signal ends a fetch at once', async () => {
  const stop = new AbortController()
  const fetching = fetchBlock(url, artifactsCid(`0x${'1'.repeat(64)}`, 0x55), { signal: stop.signal })
  stop.abort()
  await expect(fetching).rejects.toMatchObject({ code: 'ipfs_unreachable' })
})
