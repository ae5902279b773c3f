import { expect, test } from 'vitest'
import { WorkerError } from '../errors/WorkerError.ts'
import { readConfig } from './readConfig.ts'

const complete = {
  COMMONWEAL_RPC_URLS: 'http://127.0.0.1:8545, https://rpc.example/key',
  COMMONWEAL_CHAIN_ID: '31337',
  COMMONWEAL_COMMUNITY: `0x${'Ab'.repeat(32)}`,
  COMMONWEAL_DATA_DIR: '/tmp/data',
}

function refusal(env: Record<string, string>, argv: string[] = []): WorkerError {
  try {
    readConfig(env, argv)
  } catch (error) {
    if (error instanceof WorkerError) return error
  }
  throw new Error('was accepted')
}

test('reads the environment and fills in what is not said', () => {
  const config = readConfig(complete)
  expect(config).toMatchObject({
    rpcUrls: ['http://127.0.0.1:8545', 'https://rpc.example/key'],
    chainId: 31337,
    community: `0x${'ab'.repeat(32)}`,
    host: '127.0.0.1',
    port: 8787,
    allowedOrigins: [],
  })
})

test('a flag wins over the environment', () => {
  expect(readConfig(complete, ['--chain-id', '10', '--worker-port=9000'])).toMatchObject({
    chainId: 10,
    port: 9000,
  })
})

test('names every setting that is missing or wrong, and the next step', () => {
  const error = refusal({ ...complete, COMMONWEAL_RPC_URLS: 'ftp://somewhere', COMMONWEAL_COMMUNITY: '0x12' })
  expect(error.code).toBe('invalid_configuration')
  expect(error.message).toMatch(/COMMONWEAL_RPC_URLS \(or --rpc-urls\) must be an http or https address/)
  expect(error.message).toMatch(/COMMONWEAL_COMMUNITY \(or --community\) must be a community id/)
  expect(error.facts.next).toBeTruthy()
  expect(refusal({}).message).toMatch(/COMMONWEAL_DATA_DIR \(or --data-dir\) is missing/)
})

test('refuses a flag it does not know and lists those it knows', () => {
  const error = refusal(complete, ['--approve-everything'])
  expect(error.message).toMatch(/--approve-everything/)
  expect(error.facts.next).toMatch(/--rpc-urls/)
})

test('an empty variable counts as missing', () => {
  expect(refusal({ ...complete, COMMONWEAL_RPC_URLS: '' }).message).toMatch(
    /COMMONWEAL_RPC_URLS .* is missing/,
  )
})

test('an allowed origin is reduced to its origin', () => {
  const config = readConfig({ ...complete, COMMONWEAL_ALLOWED_ORIGINS: 'http://localhost:3000/ask?x=1' })
  expect(config.allowedOrigins).toEqual(['http://localhost:3000'])
})

test('a lease that would run out between two looks at the chain is refused', () => {
  const error = refusal({ ...complete, COMMONWEAL_POLL_MS: '30000' })
  expect(error.message).toMatch(/COMMONWEAL_POLL_MS .* COMMONWEAL_LEASE_SECONDS/)
  expect(readConfig({ ...complete, COMMONWEAL_POLL_MS: '29999' }).pollMs).toBe(29_999)
})
