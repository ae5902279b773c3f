import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { commit } from '@commonweal/sdk/receipts/commitment'
import { type Receipt, receiptToJson } from '@commonweal/sdk/receipts/receipt'
import { signReceipt } from '@commonweal/sdk/receipts/signReceipt'
import canonicalize from 'canonicalize'
import { encodeAbiParameters, encodeEventTopics, type PublicClient } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from './answer'
import { checkReceipt } from './checkReceipt'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const modelRegistry = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
const expected = { chainId: 31337, modelRegistry, communityId: word('a') } as const
const worker = privateKeyToAccount(word('7'))
const salt = word('5')
const question = { model: word('b'), input: 'Has anybody a spare bed?' }
const data = [{ object: 'classification', index: 0, label: 'shelter', score: 0.9, labels: [] }]
const bytes = (value: unknown) => new TextEncoder().encode(canonicalize(value))
const message: Receipt = {
  communityId: word('a'),
  versionId: word('b'),
  manifestHash: word('c'),
  policyId: word('0'),
  task: 'text-classification',
  dtype: 'fp32',
  requestCommitment: commit(bytes(question), salt),
  responseCommitment: commit(bytes(data), salt),
  approvalTransaction: word('d'),
  approvalBlock: 12n,
  issuedAt: 1_700_000_000n,
  worker: worker.address,
}

/** A chain on which this transaction approved this version for this community. */
function chain({
  address = modelRegistry,
  versionId = word('b'),
  blockNumber = 12n,
}: {
  address?: string
  versionId?: `0x${string}`
  blockNumber?: bigint
} = {}) {
  const topics = encodeEventTopics({
    abi: modelRegistryAbi,
    eventName: 'VersionApproved',
    args: { communityId: word('a'), versionId },
  })
  return {
    getTransactionReceipt: async () => ({
      status: 'success',
      blockNumber,
      logs: [{ address, topics, data: encodeAbiParameters([{ type: 'bytes32' }], [word('0')]) }],
    }),
  } as unknown as PublicClient
}

let receipt: Answer['commonweal']['receipt']
beforeAll(async () => {
  const signed = await signReceipt(message, expected, worker)
  receipt = { id: signed.id, message: receiptToJson(signed.message), signature: signed.signature, salt }
})

const check = (
  change: Partial<Parameters<typeof checkReceipt>[0]> = {},
  reader = chain(),
  whose = expected,
) => checkReceipt({ receipt, question, raw: data, versionId: word('b'), ...change }, whose, reader)

describe('a receipt, checked in the browser', () => {
  it('is genuine for the question, the answer, the version and the approval it names', async () => {
    expect(await check()).toEqual({ worker: worker.address, faults: [] })
  })

  it('is not for another question or another answer', async () => {
    expect((await check({ question: { ...question, input: 'Something else' } })).faults).toEqual(['request'])
    expect((await check({ raw: [{ ...data[0], label: 'food' }] })).faults).toEqual(['response'])
  })

  it('is not for another version or another community', async () => {
    expect((await check({ versionId: word('e') })).faults).toEqual(['version'])
    expect((await check({}, chain(), { ...expected, communityId: word('f') } as never)).faults).toEqual([
      'community',
    ])
  })

  it('shows when a word of it was changed after it was signed', async () => {
    const changed = { ...receipt, message: { ...receipt.message, task: 'feature-extraction' } }
    expect((await check({ receipt: changed })).faults).toEqual(['signature'])
  })

  it('is not for another chain', async () => {
    expect((await check({}, chain(), { ...expected, chainId: 1 } as never)).faults).toEqual(['signature'])
  })

  it('needs the approval it names to be on the chain, by the registry, for this version, in that block', async () => {
    expect((await check({}, chain({ blockNumber: 13n }))).faults).toEqual(['approval'])
    expect((await check({}, chain({ versionId: word('9') }))).faults).toEqual(['approval'])
    expect((await check({}, chain({ address: `0x${'1'.repeat(40)}` }))).faults).toEqual(['approval'])
    const silent = {
      getTransactionReceipt: () => Promise.reject(new Error('silent')),
    } as unknown as PublicClient
    expect((await check({}, silent)).faults).toEqual(['approval'])
  })
})
