import { expect, test } from 'vitest'
import { parseAddress, readAddress } from './readAddress.ts'
import { UsageError } from './UsageError.ts'

const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

test('an address is read in lower case, or in mixed case with its checksum', () => {
  expect(parseAddress(address)).toBe(address)
  expect(parseAddress(address.toLowerCase())).toBe(address)
  expect(readAddress('--to', address)).toBe(address)
})

test('one that was mistyped is refused, and so is what is none', () => {
  // Two digits have changed places.
  const mistyped = address.replace('7099', '7909')
  expect(parseAddress(mistyped)).toBeUndefined()
  expect(() => readAddress('--to', mistyped)).toThrow(/^--to .* is mistyped: its checksum is wrong\.$/)
  for (const none of ['', '0x12', 'ada.eth', `${address} `, `${address}0`]) {
    expect(parseAddress(none)).toBeUndefined()
    expect(() => readAddress('--to', none)).toThrow(UsageError)
    expect(() => readAddress('--to', none)).toThrow('is not an address')
  }
})
