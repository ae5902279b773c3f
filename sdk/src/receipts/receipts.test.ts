import { createHash } from 'node:crypto'
import { TypedDataEncoder, Wallet } from 'ethers'
import fc from 'fast-check'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
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

describe('says what is wrong with', () => {
  const invalid = (field: string, type: string) => ({
    code: 'receipt_invalid',
    message: `The receipt's ${field} is not a valid ${type}.`,
    details: { field, type },
  })
  test.each<[string, string, unknown]>([
    ['versionId', 'bytes32', 5],
    ['approvalBlock', 'uint64', 5],
    ['approvalBlock', 'uint64', 2n ** 64n],
    ['issuedAt', 'uint64', -1n],
    ['worker', 'address', 5],
    ['worker', 'address', account.address.replace('E', 'e')],
    ['task', 'string', 5],
    ['task', 'string', new Array(5)],
    ['dtype', 'string', 'x'.repeat(129)],
    ['dtype', 'string', ''],
  ])('a %s that is no %s (%s)', (field, type, value) => {
    expect(refusalOf(() => receiptId({ ...receipt, [field]: value }, domain))).toStrictEqual(
      invalid(field, type),
    )
  })

  test('a receipt in JSON', () => {
    const json = receiptToJson(receipt)
    expect(refusalOf(() => receiptFromJson({ ...json, issuedAt: '01' }))).toStrictEqual({
      code: 'receipt_invalid',
      message: "The receipt's issuedAt is not a whole number in decimal digits.",
      details: { field: 'issuedAt' },
    })
    expect(refusalOf(() => receiptFromJson({ ...json, task: '' }))).toStrictEqual(invalid('task', 'string'))
  })

  test('a salt', () => {
    expect(refusalOf(() => commit(new Uint8Array(), '0x07'))).toStrictEqual({
      code: 'receipt_salt',
      message: 'A salt is 32 bytes.',
    })
  })

  test.each<[string, (signature: Hex) => Hex]>([
    ['is not 65 bytes', () => '0x'],
    ['has a high s', (signature) => `0x${signature.slice(2, 66)}${'f'.repeat(64)}1b`],
    ['does not end in 27 or 28', (signature) => `${signature.slice(0, 130)}1d` as Hex],
    ['cannot be read', () => `0x${'0'.repeat(128)}1b`],
  ])('a signature that %s', async (reason, change) => {
    const { id, signature } = await signReceipt(receipt, domain, account)
    await expect(
      verifyReceipt({ message: receipt, signature: change(signature) }, domain),
    ).rejects.toMatchObject({
      code: 'receipt_signature',
      message: `The receipt's signature ${reason}.`,
      details: { id },
    })
  })

  test('a signature or an id of something else', async () => {
    const { id, signature } = await signReceipt(receipt, domain, account)
    const other: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    const ofOther = { ...receipt, worker: other }
    await expect(verifyReceipt({ message: receipt, signature, id: word('7') }, domain)).rejects.toMatchObject(
      {
        code: 'receipt_invalid',
        message: 'The receipt is not the one its id names.',
        details: { expected: id, actual: word('7') },
      },
    )
    const wrongWorker = await verifyReceipt({ message: ofOther, signature }, domain).catch((error) => error)
    expect(wrongWorker.message).toBe(
      `The receipt names worker ${other} but another key signed it, or it was changed.`,
    )
    expect(wrongWorker.details).toEqual({ expected: other, actual: expect.stringMatching(/^0x/) })
    await expect(signReceipt(ofOther, domain, account)).rejects.toThrow(
      `The receipt names worker ${other}, the key is of ${account.address}.`,
    )
  })
})

test('an id is the same in capitals, a worker in small letters, and a name may have 128 characters', async () => {
  const long = {
    ...receipt,
    dtype: 'x'.repeat(128),
    worker: account.address.toLowerCase() as Address,
  }
  const signed = await signReceipt(long, domain, account)
  const id = `0x${signed.id.slice(2).toUpperCase()}` as Hex
  await expect(verifyReceipt({ ...signed, id }, domain)).resolves.toMatchObject({ worker: account.address })
})

test('half the order is the highest s that is taken', async () => {
  const { signature } = await signReceipt(receipt, domain, account)
  const half = '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0'
  const refused = await verifyReceipt(
    { message: receipt, signature: `0x${signature.slice(2, 66)}${half}1b` },
    domain,
  ).catch((error) => error)
  expect(refused.message).not.toContain('high s')
})
