import { readdir, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Hex, PublicClient } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, run, type Stack, startStack } from '../stack.ts'
import { askWorker, versionStates, workerHealth } from './askWorker.ts'
import { passAndCarryOut, showProposal } from './carryOut.ts'
import { findProcess } from './findProcess.ts'
import { letTimeReach } from './letTimeReach.ts'
import { openChain } from './openChain.ts'
import { queryIndex } from './queryIndex.ts'
import { walletOf } from './walletOf.ts'

const options = { ports: 20_740, seed: 'demo', web: false } as const
const bundle = join(root, 'inference-worker/models/mutual-aid-classifier')

let stack: Stack
let chain: PublicClient
let versionId: Hex

const ask = () => askWorker(stack, { model: versionId, input: 'We have vegetables and bread to share' })

beforeAll(async () => {
  stack = await startStack(options)
  chain = openChain(stack)
  if (!stack.versionId) throw new Error('The stack has no demo')
  versionId = stack.versionId
})
afterAll(() => stack?.stop())

test.each([
  {
    what: 'a community that nobody founded',
    args: async () => ['community', 'show', `0x${'12'.repeat(32)}`],
    names: [`0x${'12'.repeat(32)}`, 'chain 31337'],
    next: 'Check the id',
  },
  {
    what: 'the id of another chain',
    args: async () => ['model', 'suspend', versionId, '--reason', 'x', '--chain-id', '10'],
    names: ['chain 31337', 'chain 10'],
    next: '--chain-id',
  },
  {
    what: 'an IPFS node that is not there',
    args: async () => ['model', 'submit', bundle, '--slug', 'second', '--ipfs-rpc', `${await closedUrl()}/`],
    names: ['IPFS', 'http://127.0.0.1:'],
    next: '--ipfs-rpc',
  },
])(
  '$what ends a command with 1, the thing by name and the next step, and sends nothing',
  async ({ args, names, next }) => {
    const before = await nonces()
    const { code, stdout, stderr } = await run(
      process.execPath,
      [join(root, 'scripts/src/cli/main.ts'), ...(await args())],
      {
        ...process.env,
        COMMONWEAL_STATE: stack.state,
        COMMONWEAL_PRIVATE_KEY: walletOf(stack, 'contributor').privateKey,
      },
    )
    expect([code, stdout]).toEqual([1, ''])
    for (const name of names) expect(stderr).toContain(name)
    expect(stderr).toMatch(new RegExp(`^Next: .*${next}`, 'm'))
    expect(await nonces()).toEqual(before)
  },
)

test('while the chain hangs the worker answers nothing, and it answers again when the chain goes on', async () => {
  await passAndCarryOut(stack, chain, stack.proposalId as string)
  await expect.poll(() => versionStates(stack)).toEqual({ [versionId]: 'ready' })
  expect((await ask()).status).toBe(200)
  const anvil = await findProcess(['/anvil', '--port', String(options.ports)])
  process.kill(anvil, 'SIGSTOP')
  try {
    const { status, body } = await ask()
    expect(status).toBe(503)
    expect(['chain_unavailable', 'lease_expired']).toContain(body.error.code)
    expect(body.error.message).toContain(stack.rpcUrl)
    // By itself it comes to the end of its lease, without a question.
    await expect.poll(async () => (await workerHealth(stack)).code).toBe('lease_expired')
    expect(await ask()).toMatchObject({ status: 503, body: { error: { code: 'lease_expired' } } })
  } finally {
    process.kill(anvil, 'SIGCONT')
  }
  await expect.poll(async () => (await ask()).status).toBe(200)
  expect((await workerHealth(stack)).loaded).toEqual([versionId])
})

test('a stack that is stopped and started again has everything, founds and submits nothing, and goes on', async () => {
  const { proposalId } = await stack.cli<{ proposalId: string }>(
    ['model', 'propose-revocation', versionId, '--reason', 'It is old.'],
    walletOf(stack, 'elder'),
  )
  await letTimeReach(chain, (await showProposal(stack, proposalId)).voteStart + 1)
  await stack.cli(['proposal', 'vote', proposalId, 'against'], walletOf(stack, 'elder'))
  const before = await remembered()

  await stack.stop({ keep: true })
  await expect(fetch(stack.rpcUrl)).rejects.toThrow()
  stack = await startStack({ ...options, state: stack.state })
  await expect.poll(() => versionStates(stack)).toEqual({ [versionId]: 'ready' })
  expect(await remembered()).toEqual(before)
  const { status, body } = await ask()
  expect(status).toBe(200)
  expect(body.commonweal.receipt.message.worker).toBe(before.worker)

  // The vote that was open goes on where it stood.
  await stack.cli(['proposal', 'vote', proposalId, 'abstain'], walletOf(stack, 'member'))
  const { proposals } = await queryIndex<{ proposals: unknown[] }>(
    stack,
    `{ proposals(where: { proposalId: "${proposalId}" }) { voters votes(orderBy: at) { support } } }`,
  )
  expect(proposals).toEqual([{ voters: 2, votes: [{ support: 0 }, { support: 2 }] }])
})

/** How many transactions each wallet has sent. */
async function nonces(): Promise<Record<string, number>> {
  return Object.fromEntries(
    await Promise.all(
      stack.wallets.map(
        async ({ name, address }) => [name, await chain.getTransactionCount({ address })] as const,
      ),
    ),
  )
}

/** What each part of the stack keeps, as far as it may not change over a restart. */
async function remembered() {
  const listed = await stack.cli<{ proposals: Record<string, unknown>[] }>(['proposal', 'list'])
  return {
    versionId: stack.versionId,
    proposalId: stack.proposalId,
    nonces: await nonces(),
    community: await stack.cli(['community', 'show']),
    // The sentence says how much time is left.
    proposals: listed.proposals.map((proposal) => ({ ...proposal, stateSentence: undefined })),
    index: await queryIndex(
      stack,
      `{
        communities { id foundedAt foundedTransaction memberCount members(orderBy: memberId) { account roles } }
        versions { id submittedAt transaction history(orderBy: block) { status block transaction } }
        proposals(orderBy: createdAt) {
          proposalId state createdTransaction executedTransaction votes { voter support transaction }
        }
      }`,
    ),
    worker: (await workerHealth(stack)).worker,
    // Kept in place: a file that were fetched again would be another inode.
    artifacts: await inodes(join(stack.state, 'worker/artifacts')),
    blocks: await inodes(join(stack.state, 'ipfs')),
  }
}

async function inodes(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(0)
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, (await stat(file)).ino] as const)),
  )
}

/** A loopback address where nothing listens. */
async function closedUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as { port: number }
  await new Promise((settle) => server.close(settle))
  return `http://127.0.0.1:${port}`
}
