import { AbiCoder, keccak256 } from 'ethers'
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../../test/refusalOf.ts'
import { commitLabel } from './commitLabel.ts'
import { openLabel } from './openLabel.ts'

const label = {
  family: 'tk',
  type: 'secret_sacred',
  uniqueId: '33333333-3333-4333-8333-333333333333',
} as const
const salt: Hex = `0x${'5a'.repeat(32)}`

test('a commitment is the hash of the label as Solidity encodes it', () => {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ['string', 'string', 'string', 'bytes32'],
    [label.family, label.type, label.uniqueId, salt],
  )
  expect(commitLabel(label, salt)).toBe(keccak256(encoded))
})

test.each(['0x12', `0x${'5a'.repeat(31)}`, 'salt', `${salt}00`])('a salt of %s is refused', (short) => {
  expect(() => commitLabel(label, short as Hex)).toThrow(expect.objectContaining({ code: 'label_salt' }))
})

describe('a commitment', () => {
  const commitment = commitLabel(label, salt)

  test('is opened by its label and salt, in whatever case', () => {
    expect(() => openLabel(commitment, label, salt)).not.toThrow()
    expect(() => openLabel(`0x${commitment.slice(2).toUpperCase()}`, label, salt)).not.toThrow()
  })

  test.each([
    [{ ...label, family: 'bc' as const }, salt],
    [{ ...label, type: 'men_restricted' }, salt],
    [{ ...label, uniqueId: label.uniqueId.replace('3', '4') }, salt],
    // Another way to cut the same letters.
    [{ ...label, type: 'secret_sacred3', uniqueId: label.uniqueId.slice(1) }, salt],
    [label, `0x${'5b'.repeat(32)}` as Hex],
  ])('is opened by nothing else, and the error does not tell what was tried (%#)', (other, otherSalt) => {
    let told: unknown
    try {
      openLabel(commitment, other, otherSalt)
    } catch (error) {
      told = error
    }
    expect(told).toMatchObject({ code: 'label_mismatch' })
    expect(JSON.stringify(told)).not.toMatch(/secret|restricted|3333/)
  })
})

test('says what a salt is, and where to look when a commitment is another’s', () => {
  expect(refusalOf(() => commitLabel(label, '0x12'))).toStrictEqual({
    code: 'label_salt',
    message: 'A salt is 32 bytes.',
    next: 'Give 0x and 64 hexadecimal digits, made at random for this label alone.',
  })
  expect(refusalOf(() => openLabel('0x12', label, salt))).toStrictEqual({
    code: 'label_mismatch',
    message: 'The commitment is not that of this label with this salt.',
    next: 'Look whether family, type, id and salt are all as they were when it was committed to.',
  })
})
