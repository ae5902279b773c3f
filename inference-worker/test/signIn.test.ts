import { Wallet } from 'ethers'
import OpenAI from 'openai'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { account, forElders, openRules } from './TestChain.ts'
import { TestRpc } from './TestRpc.ts'
import { type ErrorBody, until } from './TestWorker.ts'
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

type Opened = { token: string; expiresAt: string; account: string } & ErrorBody
const elder = account(2)

async function anyWorker(env: Record<string, string> = {}) {
  return world.worker(await world.chain.found(), env)
}

test('an elder signs in with viem, an outsider with ethers; each is who it is', async () => {
  const { worker, versionId } = await world.readyUnder(forElders)
  const token = await worker.signIn(elder)
  const wallet = Wallet.createRandom()
  const message = await worker.signInMessage(wallet.address as Hex, { statement: 'Ask our models.' })
  const outsider = await worker.post<Opened>('/v1/session', {
    message,
    signature: await wallet.signMessage(message),
  })
  expect(outsider.body.account).toBe(wallet.address)
  const lifetime = Date.parse(outsider.body.expiresAt) - Date.now()
  expect(lifetime).toBeGreaterThan(13 * 60_000)
  expect(lifetime).toBeLessThanOrEqual(15 * 60_000)
  const ask = (bearer: string) =>
    worker.post(
      '/v1/classifications',
      { model: versionId, input: 'bread' },
      { headers: { authorization: `Bearer ${bearer}`, 'commonweal-purpose': 'education' } },
    )
  expect((await ask(token)).status).toBe(200)
  expect((await ask(outsider.body.token)).status).toBe(404)
  for (const wrong of ['nobody', `${token}x`]) {
    const { status, body, headers } = await ask(wrong)
    expect([status, body.error.code, headers.get('www-authenticate')]).toEqual([
      401,
      'session_invalid',
      'Bearer',
    ])
  }
  expect(worker.output).not.toContain(token)
})

test('an unmodified OpenAI client is signed in by its API key', async () => {
  const { worker, versionId } = await world.readyUnder(forElders, { task: 'feature-extraction' })
  const client = (apiKey: string) =>
    new OpenAI({
      baseURL: `${worker.url}/v1`,
      apiKey,
      maxRetries: 0,
      defaultHeaders: { 'Commonweal-Purpose': 'education' },
    })
  const signedIn = client(await worker.signIn(elder))
  expect((await signedIn.models.list()).data.map(({ id }) => id)).toEqual([versionId])
  expect((await signedIn.embeddings.create({ model: 'needs', input: 'bread' })).data).toHaveLength(1)
  expect((await client('none').models.list()).data).toEqual([])
  await expect(client('made-up').models.list()).rejects.toMatchObject({
    status: 401,
    code: 'session_invalid',
  })
})

test('a message counts once, for here, for this chain, and by who signed it', async () => {
  const worker = await anyWorker()
  const post = async (message: string, signature: Hex) => {
    const { status, body } = await worker.post<Opened>('/v1/session', { message, signature })
    return status === 200 ? 'opened' : `${body.error.code} ${body.error.param}`
  }
  const signed = async (over: Parameters<typeof worker.signInMessage>[1], by = elder) => {
    const message = await worker.signInMessage(elder.address, over)
    return post(message, await by.signMessage({ message }))
  }
  expect(await signed({ domain: 'evil.example' })).toBe('sign_in_refused domain')
  expect(await signed({ chainId: 1 })).toBe('sign_in_refused chainId')
  expect(await signed({ nonce: 'f'.repeat(76) })).toBe('sign_in_refused nonce')
  expect(await signed({ expirationTime: new Date(Date.now() - 1) })).toBe('sign_in_refused expirationTime')
  expect(await signed({}, privateKeyToAccount(generatePrivateKey()) as unknown as typeof elder)).toBe(
    'sign_in_refused signature',
  )
  const message = await worker.signInMessage(elder.address)
  const signature = await elder.signMessage({ message })
  expect(await post(message, signature)).toBe('opened')
  expect(await post(message, signature)).toBe('sign_in_refused nonce')
  expect(await post(message, 'words' as Hex)).toBe('invalid_request signature')
})

test('people sign in for the page of an allowed origin, and for a host that is named', async () => {
  const worker = await anyWorker({
    COMMONWEAL_ALLOWED_ORIGINS: 'https://valley.example',
    COMMONWEAL_SIGN_IN_DOMAINS: 'models.valley.example:8443',
  })
  const { body } = await worker.get<{ domains: string[] }>('/v1/session/nonce')
  const { host, port } = new URL(worker.url)
  expect(body.domains.toSorted()).toEqual(
    [host, `localhost:${port}`, 'valley.example', 'models.valley.example:8443'].toSorted(),
  )
  for (const domain of body.domains) {
    const message = await worker.signInMessage(elder.address, { domain })
    const signature = await elder.signMessage({ message })
    expect((await worker.post('/v1/session', { message, signature })).status).toBe(200)
  }
  const preflight = await fetch(`${worker.url}/v1/classifications`, {
    method: 'OPTIONS',
    headers: { origin: 'https://valley.example', 'access-control-request-method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toContain('commonweal-purpose')
})

/** A contract that returns a word to whatever it is asked. */
const returning = (word: Hex): Hex => `0x63${word.slice(2)}60e01b5f5260205ff3`

test('a wallet that is a contract signs in as its contract says, and by every RPC', async () => {
  const [first, second] = await Promise.all([TestRpc.start(world.chain.url), TestRpc.start(world.chain.url)])
  servers.push(first, second)
  const community = await world.chain.found()
  const wallet = `0x${'ab'.repeat(20)}` as const
  const groupId = await world.chain.createGroup(community, wallet)
  const policyId = await world.chain.createPolicy(community, {
    ...openRules,
    audience: [{ kinds: 0, roles: 0, groups: [groupId] }],
  })
  const { versionId } = await world.submit(community, 'needs', {}, { policyId })
  await world.chain.approve(community, versionId, policyId)
  await world.chain.finalize()
  const worker = await world.worker(community, {
    COMMONWEAL_RPC_URLS: [first.url, second.url].join(),
  })
  await worker.waitForLog('model ready', versionId)
  const signIn = async () => {
    const message = await worker.signInMessage(wallet)
    return worker.post<Opened>('/v1/session', { message, signature: `0x${'12'.repeat(65)}` })
  }
  // The code is at the head of both RPCs when the sign-in asks them.
  const code = async (bytecode: Hex) => {
    await world.chain.client.setCode({ address: wallet, bytecode })
    await world.chain.client.mine({ blocks: 1 })
  }
  expect((await signIn()).body.error.code).toBe('sign_in_refused')
  await code(returning('0xffffffff'))
  expect((await signIn()).body.error.code).toBe('sign_in_refused')
  await code(returning('0x1626ba7e'))
  const { status, body } = await signIn()
  expect(status).toBe(200)
  const answer = await worker.post(
    '/v1/classifications',
    { model: versionId, input: 'bread' },
    { headers: { authorization: `Bearer ${body.token}`, 'commonweal-purpose': 'education' } },
  )
  expect(answer.status).toBe(200)

  second.lie = ({ method, params }, reply) =>
    method === 'eth_call' && (params?.[0] as { to?: Hex } | undefined)?.to === undefined
      ? { ...reply, result: '0x00' }
      : reply
  expect((await signIn()).body.error.code).toBe('chain_disagreement')
  second.lie = undefined
  second.mode = 'down'
  await until(async () => (await signIn()).body.error?.code === 'chain_unavailable', 'the loss of an RPC')
})
