import { pino } from 'pino'
import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { workerErrors } from '../errors/WorkerError.ts'
import { createServer, type ServerParts } from './createServer.ts'
import { openApi } from './openApi.ts'

const parts = {
  watcher: {},
  versions: { known: [], open: [] },
  worker: zeroAddress,
  allowedOrigins: [],
  log: pino({ level: 'silent' }),
} as unknown as ServerParts

test('the document describes what is served, and is served itself', async () => {
  const server = await createServer(parts)
  for (const [path, methods] of Object.entries(openApi.paths)) {
    for (const method of Object.keys(methods)) {
      const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
      expect([url, method, server.hasRoute({ url, method: method.toUpperCase() as 'GET' })]).toEqual([
        url,
        method,
        true,
      ])
    }
  }
  const served = server.printRoutes({ commonPrefix: false })
  expect(served.match(/\((?:GET, HEAD|POST)\)/g)).toHaveLength(
    Object.values(openApi.paths).flatMap((methods) => Object.keys(methods)).length,
  )
  const { body } = await server.inject('/openapi.json')
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(openApi)))
})

test('every reference leads somewhere, and every code stands with its status', () => {
  const references = JSON.stringify(openApi).match(/#\/[^"]+/g) ?? []
  expect(references.length).toBeGreaterThan(0)
  for (const reference of new Set(references)) {
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], openApi)
    expect(target, reference).toBeDefined()
  }
  for (const [code, { status }] of Object.entries(workerErrors)) {
    expect((openApi.components.responses[status] as { description: string }).description).toContain(code)
  }
})
