import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { type ContractFunctionReturnType, decodeFunctionData, encodeFunctionResult, type Hex } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { TestRpc } from './TestRpc.ts'
import { until } from './TestWorker.ts'
import { World } from './world.ts'

let world: World
const servers: TestRpc[] = []
beforeAll(async () => {
  world = await World.start()
})
afterEach(async () => {
  await world.stopWorkers()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
afterAll(() => world.stop())

async function rpc(): Promise<TestRpc> {
  const server = await TestRpc.start(world.chain.url)
  servers.push(server)
  return server
}

async function approved(rpcs: TestRpc[], env: Record<string, string> = {}) {
  return world.ready({}, { COMMONWEAL_RPC_URLS: rpcs.map(({ url }) => url).join(), ...env })
}

test('a wrong chain id ends the start with both numbers and the next step', async () => {
  const { communityId } = await world.chain.found()
  const { modelRegistry, communityRegistry } = world.chain.addresses
  const worker = await world.worker(
    { communityId },
    {
      COMMONWEAL_CHAIN_ID: '10',
      COMMONWEAL_MODEL_REGISTRY: modelRegistry,
      COMMONWEAL_COMMUNITY_REGISTRY: communityRegistry,
    },
  )
  expect(worker.exitCode).toBe(1)
  expect(worker.logs.at(-1)).toMatchObject({
    code: 'wrong_chain',
    msg: expect.stringMatching(/serves chain 31337, but this worker is set to chain 10/),
    next: expect.stringContaining('COMMONWEAL_RPC_URLS'),
  })
})

test('a chain without known registries, an unknown community and a missing setting end the start, each by name', async () => {
  const { communityId } = await world.chain.found()
  const elsewhere = await world.worker({ communityId }, { COMMONWEAL_CHAIN_ID: '10' })
  expect(elsewhere.exitCode).toBe(2)
  expect(elsewhere.logs.at(-1)).toMatchObject({
    msg: expect.stringContaining('No registries are known on chain 10'),
  })

  const nobody = `0x${'e'.repeat(64)}` as Hex
  const unknown = await world.worker({ communityId: nobody })
  expect(unknown.exitCode).toBe(1)
  expect(unknown.logs.at(-1)).toMatchObject({
    code: 'unknown_community',
    msg: expect.stringContaining(nobody),
  })

  const unset = await world.worker({ communityId }, { COMMONWEAL_RPC_URLS: '' })
  expect(unset.exitCode).toBe(2)
  expect(unset.logs.at(-1)).toMatchObject({ msg: expect.stringContaining('COMMONWEAL_RPC_URLS') })
})

test('an RPC that is down at the start is waited for, with every question refused meanwhile', async () => {
  const server = await rpc()
  server.mode = 'down'
  const community = await world.chain.found()
  const { versionId } = await world.submit(community, 'needs')
  await world.chain.approve(community, versionId)
  const worker = await world.worker(community, { COMMONWEAL_RPC_URLS: server.url })
  await until(
    async () => String((await worker.get('/healthz')).body.reason).includes(server.url),
    'a first try',
  )
  const health = await worker.get('/healthz')
  expect([health.status, health.body.status, health.body.code]).toEqual([
    503,
    'refusing',
    'chain_unavailable',
  ])
  const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([503, 'chain_unavailable'])
  expect((await worker.get('/v1/models')).status).toBe(503)
  server.mode = 'honest'
  await worker.waitForState(versionId, 'ready')
  expect((await worker.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
})

test.each(['down', 'hanging'] as const)(
  'an RPC that is %s in the middle stops answers until it is back',
  async (mode) => {
    const server = await rpc()
    const { worker, versionId } = await approved([server], {
      COMMONWEAL_RPC_TIMEOUT_MS: '1500',
      COMMONWEAL_LEASE_SECONDS: '4',
    })
    const ask = () => worker.post('/v1/classifications', { model: versionId, input: 'bread' })
    expect((await ask()).status).toBe(200)
    server.mode = mode
    const first = await ask()
    expect([first.status, first.body.error.code]).toEqual([503, 'chain_unavailable'])
    await until(
      async () => (await worker.get('/healthz')).body.code === 'lease_expired',
      'the end of the lease',
    )
    expect((await ask()).body.error.code).toBe('lease_expired')
    expect((await worker.get('/v1/models')).status).toBe(503)
    server.mode = 'honest'
    await until(async () => (await ask()).status === 200, 'answers again')
  },
)

test('an RPC that goes away between the run and the answer keeps the answer in', async () => {
  const server = await rpc()
  const { worker, versionId } = await approved([server], {
    COMMONWEAL_POLL_MS: '30000',
    COMMONWEAL_LEASE_SECONDS: '600',
  })
  let questions = 0
  server.before = ({ method, params }) => {
    const data = (params?.[0] as { data?: Hex })?.data
    if (method !== 'eth_call' || data === undefined) return
    if (decodeFunctionData({ abi: modelRegistryAbi, data }).functionName !== 'isRunnable') return
    if (++questions === 2) server.mode = 'down'
  }
  server.lie = (_call, reply) =>
    server.mode === 'down'
      ? { id: reply.id, jsonrpc: '2.0', error: { code: -32000, message: 'gone' } }
      : reply
  const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([503, 'chain_unavailable'])
  expect(questions).toBe(2)
})

/** Makes a server tell that a version stands as it did, whatever the chain says. */
function pretendApproved(
  server: TestRpc,
  decision: ContractFunctionReturnType<typeof modelRegistryAbi, 'view', 'decisionOf'>,
): void {
  server.lie = ({ method, params }, reply) => {
    const { to, data } = (params?.[0] ?? {}) as { to?: Hex; data?: Hex }
    if (method !== 'eth_call' || data === undefined) return reply
    // What is asked of the protocols it tells as it is.
    if (to?.toLowerCase() !== world.chain.addresses.modelRegistry.toLowerCase()) return reply
    const { functionName } = decodeFunctionData({ abi: modelRegistryAbi, data })
    if (functionName === 'decisionOf') {
      return {
        ...reply,
        result: encodeFunctionResult({
          abi: modelRegistryAbi,
          functionName,
          result: { ...decision, status: 4 },
        }),
      }
    }
    if (functionName === 'statusOf') {
      return { ...reply, result: encodeFunctionResult({ abi: modelRegistryAbi, functionName, result: 4 }) }
    }
    if (functionName === 'isRunnable') {
      return { ...reply, result: encodeFunctionResult({ abi: modelRegistryAbi, functionName, result: true }) }
    }
    return reply
  }
}

test('an RPC that hides a revocation does not help: the other one is believed', async () => {
  const [honest, liar] = [await rpc(), await rpc()]
  const { worker, community, versionId } = await approved([liar, honest])
  const decision = await world.chain.client.readContract({
    address: world.chain.addresses.modelRegistry,
    abi: modelRegistryAbi,
    functionName: 'decisionOf',
    args: [community.communityId, versionId],
  })
  pretendApproved(liar, decision)
  await world.chain.revoke(community, versionId)
  for (let attempt = 0; attempt < 5; attempt++) {
    const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
    expect([403, 503]).toContain(status)
    expect(['version_revoked', 'chain_disagreement', 'version_not_approved']).toContain(body.error.code)
  }
})

test('RPCs that disagree about a block stop answers until they agree', async () => {
  const [first, second] = [await rpc(), await rpc()]
  const { worker, versionId } = await approved([first, second])
  const ask = () => worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect((await ask()).status).toBe(200)
  second.lie = ({ method }, reply) =>
    method === 'eth_getBlockByNumber' && reply.result
      ? { ...reply, result: { ...reply.result, hash: `0x${'f'.repeat(64)}` } }
      : reply
  await until(
    async () => (await worker.get('/healthz')).body.code === 'chain_disagreement',
    'the disagreement',
  )
  const { status, body } = await ask()
  expect([status, body.error.code]).toEqual([503, 'chain_disagreement'])
  expect(body.error.message).toContain(second.url)
  second.lie = undefined
  await until(async () => (await ask()).status === 200, 'answers again')
})

test('an RPC that invents an approval is not believed against another', async () => {
  const [honest, liar] = [await rpc(), await rpc()]
  const community = await world.chain.found()
  const { versionId } = await world.submit(community, 'forced', { fields: { name: 'forced' } })
  liar.lie = ({ method, params }, reply) => {
    const data = (params?.[0] as { data?: Hex })?.data
    if (method !== 'eth_call' || data === undefined || !data.startsWith('0x')) return reply
    try {
      const { functionName } = decodeFunctionData({ abi: modelRegistryAbi, data })
      if (functionName !== 'approvedVersions') return reply
      return {
        ...reply,
        result: encodeFunctionResult({ abi: modelRegistryAbi, functionName, result: [versionId] }),
      }
    } catch {
      return reply
    }
  }
  const worker = await world.worker(community, { COMMONWEAL_RPC_URLS: `${liar.url},${honest.url}` })
  await until(
    async () => (await worker.get('/healthz')).body.code === 'chain_disagreement',
    'the disagreement',
  )
  const { status } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect(status).toBe(503)
})

test('an RPC that changes chains in the middle stops answers at once', async () => {
  const server = await rpc()
  const { worker, versionId } = await approved([server], {
    COMMONWEAL_POLL_MS: '30000',
    COMMONWEAL_LEASE_SECONDS: '600',
  })
  server.lie = ({ method }, reply) => (method === 'eth_chainId' ? { ...reply, result: '0x1' } : reply)
  const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([503, 'wrong_chain'])
})

test('a head that stands still is not taken for news', async () => {
  const server = await rpc()
  const { worker, versionId } = await approved([server], { COMMONWEAL_MAX_HEAD_AGE_SECONDS: '6' })
  const block = await world.chain.client.getBlock()
  server.lie = ({ method }, reply) =>
    method === 'eth_getBlockByNumber'
      ? {
          ...reply,
          result: {
            ...(reply.result as object),
            hash: block.hash,
            number: `0x${block.number.toString(16)}`,
            timestamp: `0x${block.timestamp.toString(16)}`,
          },
        }
      : reply
  await until(async () => (await worker.get('/healthz')).body.code === 'chain_stale', 'staleness')
  const { status, body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect([status, body.error.code]).toEqual([503, 'chain_stale'])
})
