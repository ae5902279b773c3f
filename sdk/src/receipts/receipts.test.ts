import { createHash } from 'node:crypto'
import { TypedDataEncoder, Wallet } from 'ethers'
import fc from 'fast-check'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { commit } from './commitment.ts'
import {
  type Receipt,
  receiptDomain,
  receiptFromJson,
  receiptId,
  receiptToJson,
  receiptTypes,
} from './receipt.ts'
import { signReceipt } from './signReceipt.ts'
import { verifyReceipt } from './verifyReceipt.ts'

const key: Hex = `0x${'11'.repeat(32)}`
const account = privateKeyToAccount(key)
const domain = { chainId: 31337, modelRegistry: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512' as Address }
const word = (digit: string) => `0x${digit.repeat(64)}` as Hex
const receipt: Receipt = {
  communityId: word('1'),
  versionId: word('2'),
  manifestHash: word('3'),
  policyId: word('0'),
  task: 'text-classification',
  dtype: 'q8',
  requestCommitment: word('4'),
  responseCommitment: word('5'),
  approvalTransaction: word('6'),
  approvalBlock: 42n,
  issuedAt: 1_700_000_000n,
  worker: account.address,
}

const bytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex)
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const anyReceipt: fc.Arbitrary<Receipt> = fc.record({
  communityId: bytes32,
  versionId: bytes32,
  manifestHash: bytes32,
  policyId: bytes32,
  task: fc.string({ minLength: 1, maxLength: 40 }),
  dtype: fc.constantFrom('fp32', 'q8'),
  requestCommitment: bytes32,
  responseCommitment: bytes32,
  approvalTransaction: bytes32,
  approvalBlock: uint64,
  issuedAt: uint64,
  worker: fc.constant(account.address),
})

test('the id is the same digest in ethers', () => {
  fc.assert(
    fc.property(anyReceipt, (each) => {
      const expected = TypedDataEncoder.hash(
        receiptDomain(domain),
        { Receipt: [...receiptTypes.Receipt] },
        each,
      )
      expect(receiptId(each, domain)).toBe(expected)
    }),
  )
})

test('what viem signs is what ethers signs, and it verifies', async () => {
  const signed = await signReceipt(receipt, domain, account)
  const wallet = new Wallet(key)
  expect(signed.signature).toBe(
    await wallet.signTypedData(receiptDomain(domain), { Receipt: [...receiptTypes.Receipt] }, receipt),
  )
  await expect(verifyReceipt(signed, domain)).resolves.toEqual({ id: signed.id, worker: account.address })
})

test('survives JSON', async () => {
  const signed = await signReceipt(receipt, domain, account)
  const read = JSON.parse(JSON.stringify({ ...signed, message: receiptToJson(signed.message) }))
  expect(receiptFromJson(read.message)).toEqual(receipt)
  await expect(
    verifyReceipt({ ...read, message: receiptFromJson(read.message) }, domain),
  ).resolves.toBeTruthy()
})

describe('refuses', () => {
  const changes: [string, Partial<Receipt>][] = [
    ['communityId', { communityId: word('9') }],
    ['versionId', { versionId: word('9') }],
    ['manifestHash', { manifestHash: word('9') }],
    ['policyId', { policyId: word('9') }],
    ['task', { task: 'feature-extraction' }],
    ['dtype', { dtype: 'fp32' }],
    ['requestCommitment', { requestCommitment: word('9') }],
    ['responseCommitment', { responseCommitment: word('9') }],
    ['approvalTransaction', { approvalTransaction: word('9') }],
    ['approvalBlock', { approvalBlock: 43n }],
    ['issuedAt', { issuedAt: 1n }],
    ['worker', { worker: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }],
  ]
  test('has a case for every field', () => {
    expect(changes.map(([field]) => field)).toEqual(receiptTypes.Receipt.map((field) => field.name))
  })
  test.each(changes)('a receipt whose %s was changed', async (_, change) => {
    const { signature } = await signReceipt(receipt, domain, account)
    const changed = { ...receipt, ...change }
    await expect(verifyReceipt({ message: changed, signature }, domain)).rejects.toMatchObject({
      code: 'receipt_signer',
    })
  })

  test('a receipt of another chain or registry', async () => {
    const { signature } = await signReceipt(receipt, domain, account)
    for (const other of [
      { ...domain, chainId: 1 },
      { ...domain, modelRegistry: account.address },
    ]) {
      await expect(verifyReceipt({ message: receipt, signature }, other)).rejects.toMatchObject({
        code: 'receipt_signer',
      })
    }
  })

  test('an id that is not the receipt’s', async () => {
    const signed = await signReceipt(receipt, domain, account)
    await expect(verifyReceipt({ ...signed, id: word('7') }, domain)).rejects.toMatchObject({
      code: 'receipt_invalid',
    })
  })

  test('the high-s twin, the compact form, and other malformed signatures', async () => {
    const { signature } = await signReceipt(receipt, domain, account)
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = BigInt(`0x${signature.slice(66, 130)}`)
    const twin =
      `${signature.slice(0, 66)}${(order - s).toString(16).padStart(64, '0')}${signature.endsWith('1b') ? '1c' : '1b'}` as Hex
    const malformed: Hex[] = [
      twin,
      signature.slice(0, 130) as Hex,
      `${signature.slice(0, 130)}00` as Hex,
      `${signature}00` as Hex,
      '0x',
      `0x${'0'.repeat(128)}1b`,
      `0x${'zz'.repeat(65)}`,
    ]
    for (const bad of malformed) {
      await expect(verifyReceipt({ message: receipt, signature: bad }, domain)).rejects.toMatchObject({
        code: 'receipt_signature',
      })
    }
  })

  test('to sign for another worker', async () => {
    const other = { ...receipt, worker: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' as Address }
    await expect(signReceipt(other, domain, account)).rejects.toMatchObject({ code: 'receipt_signer' })
  })

  test.each<[string, object]>([
    ['approvalBlock', { approvalBlock: 2n ** 64n }],
    ['issuedAt', { issuedAt: -1n }],
    ['versionId', { versionId: '0x12' }],
    ['worker', { worker: '0x12' }],
    ['task', { task: '' }],
  ])('a %s that does not fit', async (field, change) => {
    await expect(signReceipt({ ...receipt, ...change }, domain, account)).rejects.toMatchObject({
      code: 'receipt_invalid',
      details: { field },
    })
  })

  test.each(['', '-1', '1.5', '0x1', '01', 7])('a block number written as %j', (approvalBlock) => {
    const json = { ...receiptToJson(receipt), approvalBlock: approvalBlock as string }
    expect(() => receiptFromJson(json)).toThrow(expect.objectContaining({ code: 'receipt_invalid' }))
  })
})

test('a commitment is sha256 of salt and payload', () => {
  const salt = new Uint8Array(32).fill(7)
  const payload = new TextEncoder().encode('hello')
  const expected = `0x${createHash('sha256').update(salt).update(payload).digest('hex')}`
  expect(commit(payload, salt)).toBe(expected)
  expect(commit(payload, `0x${'07'.repeat(32)}`)).toBe(expected)
  expect(commit(payload, `0x${'08'.repeat(32)}`)).not.toBe(expected)
})

test.each<[string, Hex | Uint8Array]>([
  ['short hex', '0x07'],
  ['long bytes', new Uint8Array(33)],
  ['no bytes', new Uint8Array()],
])('a salt of %s is refused', (_, salt) => {
  expect(() => commit(new Uint8Array(), salt)).toThrow(expect.objectContaining({ code: 'receipt_salt' }))
})
