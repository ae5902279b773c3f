import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkPorts } from './checkPorts.ts'
import { findPortOwner } from './findPortOwner.ts'

let server: Server
let port: number
beforeEach(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => void server.close())

test.runIf(process.platform === 'linux')('names the process that listens on a port', async () => {
  const owner = await findPortOwner(port)
  expect(owner?.pid).toBe(process.pid)
  expect(owner?.command).toContain('vitest')
})

test.runIf(process.platform === 'linux')('sees a listener on the IPv6 wildcard too', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen({ host: '::', port: 0 }, resolve))
  try {
    const taken = (other.address() as AddressInfo).port
    expect((await findPortOwner(taken))?.pid).toBe(process.pid)
    await expect(checkPorts({ chain: taken })).rejects.toThrow(`Port ${taken} (chain) is in use`)
  } finally {
    other.close()
  }
})

test('a taken port is refused with its owner, all of them at once', async () => {
  const error = await checkPorts({ chain: port, worker: port }).catch((caught) => caught)
  expect(error.code).toBe('port_in_use')
  expect(error.message).toContain(`Port ${port} (chain) is in use by process ${process.pid}: `)
  expect(error.message).toContain(`Port ${port} (worker)`)
  expect(error.next).toContain('--ports')
})

test('a free port is nobody’s, and passes', async () => {
  await new Promise((resolve) => server.close(resolve))
  expect(await findPortOwner(port)).toBeUndefined()
  await checkPorts({ chain: port })
})
