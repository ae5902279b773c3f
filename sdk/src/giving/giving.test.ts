import { TypedDataEncoder } from 'ethers'
import fc from 'fast-check'
import { type Address, type Hex, hashTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { cartFile, cartFileCharacters, cartFileToJson, parseCartFile, requireCartPlace } from './cartFile.ts'
import { cartTotal, fundingDomain, memberCart, memberCartTypes } from './memberCart.ts'

const quadraticFunding = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const giver = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const place = { chainId: 31337, quadraticFunding } as const
const roundId = `0x${'ab'.repeat(32)}` as const
const cart = {
  roundId,
  giver,
  community: 2,
  gifts: [
    { project: 1, amount: 2n ** 104n - 1n },
    { project: 2 ** 32 - 1, amount: 1n },
  ],
  nonce: 2n ** 256n - 1n,
  deadline: 1_790_000_000n,
} as const
const permit = { deadline: 1_780_000_000n, signature: `0x${'cd'.repeat(65)}` } as const
const file = cartFile(place, cart, `0x${'EF'.repeat(65)}`, permit)
const json = cartFileToJson(file)
const text = (change: object = {}) => JSON.stringify({ ...json, ...change })

describe('a signed cart', () => {
  test('has the same digest in viem and in ethers', () => {
    const bytes = (length: number) =>
      fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((each) => `0x${Buffer.from(each).toString('hex')}` as Hex)
    const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
    const carts = fc.record({
      roundId: bytes(32),
      giver: bytes(20) as fc.Arbitrary<Address>,
      community: fc.integer({ min: 0, max: 255 }),
      gifts: fc.array(fc.record({ project: fc.integer({ min: 0, max: 2 ** 32 - 1 }), amount: uint(104n) })),
      nonce: uint(256n),
      deadline: uint(256n),
    })
    fc.assert(
      fc.property(carts, bytes(20), fc.integer({ min: 1, max: 2 ** 31 }), (each, contract, chainId) => {
        const domain = fundingDomain({ chainId, quadraticFunding: contract })
        const message = { ...each, total: each.gifts.reduce((sum, { amount }) => sum + amount, 0n) }
        const { Cart, Gift } = memberCartTypes
        const types = { Cart: [...Cart], Gift: [...Gift] }
        expect(hashTypedData(memberCart(domain, each))).toBe(TypedDataEncoder.hash(domain, types, message))
      }),
      { numRuns: 200 },
    )
  })

  test('is of the type that the contract signs for, under its name', () => {
    const { Cart, Gift } = memberCartTypes
    expect(TypedDataEncoder.from({ Cart: [...Cart], Gift: [...Gift] }).encodeType('Cart')).toBe(
      'Cart(bytes32 roundId,address giver,uint8 community,Gift[] gifts,uint256 total,uint256 nonce,uint256 deadline)Gift(uint32 project,uint104 amount)',
    )
    expect(memberCart(fundingDomain(place), cart)).toMatchObject({
      domain: {
        name: 'Commonweal Quadratic Funding',
        version: '1',
        chainId: 31337,
        verifyingContract: quadraticFunding,
      },
      primaryType: 'Cart',
      message: { total: 2n ** 104n },
    })
    expect(cartTotal({ gifts: [] })).toBe(0n)
  })
})

describe('a file with a cart', () => {
  test('is a JSON document with every field, and read back as it was written', () => {
    expect(json).toEqual({
      kind: 'commonweal-cart',
      version: 1,
      chainId: 31337,
      quadraticFunding,
      roundId,
      giver,
      community: 2,
      gifts: [
        { project: 1, amount: '20282409603651670423947251286015' },
        { project: 4_294_967_295, amount: '1' },
      ],
      nonce: '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      deadline: '1790000000',
      signature: `0x${'ef'.repeat(65)}`,
      permit: { deadline: '1780000000', signature: `0x${'cd'.repeat(65)}` },
    })
    expect(parseCartFile(text())).toEqual(file)
    expect(parseCartFile(text({ giver: giver.toLowerCase(), roundId: `0x${'AB'.repeat(32)}` }))).toEqual(file)
    const without = cartFile(place, cart, '0x')
    expect(without).not.toHaveProperty('permit')
    expect(parseCartFile(JSON.stringify(cartFileToJson(without)))).toEqual(without)
    expect(parseCartFile(text().padEnd(cartFileCharacters))).toEqual(file)
  })

  test('has room for a gift to each project that a round can have', () => {
    const gifts = Array.from({ length: 1_024 }, (_, index) => ({
      project: 2 ** 32 - 1 - index,
      amount: 2n ** 104n - 1n,
    }))
    const large = cartFile(place, { ...cart, gifts }, `0x${'ef'.repeat(8_192)}`, permit)
    expect(parseCartFile(JSON.stringify(cartFileToJson(large)))).toEqual(large)
  })

  test('that cannot be read is told why, and what to do', () => {
    expect(refusalOf(() => parseCartFile('{'))).toStrictEqual({
      code: 'cart_syntax',
      message: 'It is not JSON.',
      next: 'Have it signed again with `round sign`.',
    })
    for (const other of ['null', '7', '[]', '{"kind":"commonweal-ballot"}']) {
      expect(refusalOf(() => parseCartFile(other))).toMatchObject({
        code: 'cart_kind',
        message: 'It is not a cart of gifts.',
        next: 'A cart is what `round sign` writes.',
        details: { expected: 'commonweal-cart' },
      })
    }
    expect(refusalOf(() => parseCartFile(text({ version: 2 })))).toStrictEqual({
      code: 'cart_version',
      message: 'It has version 2, which has no meaning here.',
      next: 'Use a newer version of this program.',
      details: { expected: 1, actual: 2 },
    })
    expect(refusalOf(() => parseCartFile(text().padEnd(cartFileCharacters + 1)))).toStrictEqual({
      code: 'cart_too_large',
      message: 'It has 131073 characters; a cart has 131072 at most.',
    })
  })

  const gift = json.gifts[0]
  test.each([
    ['chainId', 'chainId', 0, ''],
    ['quadraticFunding', 'quadraticFunding', '0x12', 'is not an address'],
    ['roundId', 'roundId', '0x12', 'is not the id of a round'],
    ['roundId', 'roundId', `${roundId}00`, 'is not the id of a round'],
    ['giver', 'giver', 'ada.eth', 'is not an address'],
    ['community', 'community', 256, ''],
    ['community', 'community', -1, ''],
    ['gifts', 'gifts', [], 'is empty'],
    ['gifts.0.project', 'gifts', [{ ...gift, project: 0 }], ''],
    ['gifts.0.project', 'gifts', [{ ...gift, project: 2 ** 32 }], ''],
    ['gifts.0.amount', 'gifts', [{ ...gift, amount: '0' }], 'is not an amount that one can give'],
    ['gifts.0.amount', 'gifts', [{ ...gift, amount: (2n ** 104n).toString() }], 'from 1 to 2^104 - 1'],
    ['gifts.0.amount', 'gifts', [{ ...gift, amount: '1.5' }], 'is not a whole number'],
    ['nonce', 'nonce', 1, ''],
    ['deadline', 'deadline', 'tomorrow', 'is not a whole number'],
    ['signature', 'signature', '12', 'is not bytes in hex'],
    ['permit.signature', 'permit', { deadline: '1', signature: 'x' }, 'is not bytes in hex'],
    ['total', 'total', '1', 'Unrecognized key'],
  ])('with a wrong %s is refused, naming it', (field, key, value, why) => {
    const refusal = refusalOf(() => parseCartFile(text({ [key]: value })))
    expect(refusal).toMatchObject({
      code: 'cart_invalid',
      details: { field },
      next: 'Have it signed again with `round sign`.',
    })
    expect(refusal.message).toContain(`Its ${field} is not valid: `)
    expect(refusal.message).toContain(why)
  })

  test('counts on one chain, in one contract', () => {
    expect(() => requireCartPlace(file, place)).not.toThrow()
    expect(refusalOf(() => requireCartPlace(file, { ...place, chainId: 1 }))).toStrictEqual({
      code: 'cart_wrong_chain',
      message: 'It is for the chain 31337, and this is 1.',
      details: { expected: 1, actual: 31337 },
      next: 'Bring it in where it was signed for.',
    })
    expect(refusalOf(() => requireCartPlace(file, { ...place, quadraticFunding: giver }))).toStrictEqual({
      code: 'cart_wrong_contract',
      message: `It is for the contract ${quadraticFunding}, and rounds of this chain are in ${giver}.`,
      details: { expected: giver, actual: quadraticFunding },
      next: 'Bring it in where it was signed for.',
    })
  })
})
