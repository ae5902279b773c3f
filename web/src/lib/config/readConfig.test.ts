import { addresses } from '@commonweal/contracts/addresses'
import { describe, expect, it } from 'vitest'
import { ConfigError, clientConfig, readConfig } from './readConfig'

const complete = {
  COMMONWEAL_RPC_URL: 'http://127.0.0.1:8545/',
  COMMONWEAL_CHAIN_ID: '31337',
  COMMONWEAL_SUBGRAPH_URL: 'http://127.0.0.1:8000/subgraphs/name/commonweal',
  COMMONWEAL_WORKER_URL: 'http://127.0.0.1:8787',
  COMMONWEAL_IPFS_GATEWAY_URL: 'http://127.0.0.1:8080',
  COMMONWEAL_COMMUNITY: `0x${'AB'.repeat(32)}`,
}

function issuesOf(environment: Record<string, string | undefined>) {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.issues
    throw error
  }
  return []
}

describe('the configuration', () => {
  it('is read from the environment, with the contracts of its chain', () => {
    expect(readConfig(complete)).toEqual({
      rpcUrl: 'http://127.0.0.1:8545',
      chainId: 31337,
      subgraphUrl: complete.COMMONWEAL_SUBGRAPH_URL,
      workerUrl: 'http://127.0.0.1:8787',
      ipfsGatewayUrl: 'http://127.0.0.1:8080',
      communityId: `0x${'ab'.repeat(32)}`,
      development: false,
      addresses: {
        communityRegistry: addresses[31337]?.communityRegistry,
        modelRegistry: addresses[31337]?.modelRegistry,
        culturalProtocols: addresses[31337]?.culturalProtocols,
        federation: addresses[31337]?.federation,
        quadraticFunding: addresses[31337]?.quadraticFunding,
      },
    })
  })

  it.each(Object.keys(complete))('names %s when it is missing or empty', (variable) => {
    expect(issuesOf({ ...complete, [variable]: undefined })).toEqual([{ variable, problem: 'is missing' }])
    expect(issuesOf({ ...complete, [variable]: '  ' })).toEqual([{ variable, problem: 'is missing' }])
  })

  it.each([
    ['COMMONWEAL_RPC_URL', 'ftp://example.org'],
    ['COMMONWEAL_WORKER_URL', 'javascript:alert(1)'],
    ['COMMONWEAL_CHAIN_ID', '0x7a69'],
    ['COMMONWEAL_CHAIN_ID', '1'],
    ['COMMONWEAL_COMMUNITY', '0x1234'],
    ['COMMONWEAL_DEVELOPMENT', 'yes'],
  ])('refuses %s = %s', (variable, value) => {
    const issues = issuesOf({ ...complete, [variable]: value })
    expect(issues.map((issue) => issue.variable)).toEqual([variable])
    expect(issues[0]?.problem).not.toBe('is missing')
  })

  it('names everything that is wrong at once', () => {
    expect(issuesOf({})).toHaveLength(6)
  })

  it('keeps the index and the gateway from the browser', () => {
    const forBrowser = JSON.stringify(clientConfig(readConfig({ ...complete, COMMONWEAL_DEVELOPMENT: '1' })))
    expect(forBrowser).not.toContain(':8000')
    expect(forBrowser).not.toContain(':8080')
    expect(forBrowser).toContain('"development":true')
  })
})
