import { type Address, getAddress, isAddress } from 'viem'
import { UsageError } from './UsageError.ts'

/**
 * An address in lower case, or in mixed case with the right checksum: one that was mistyped is none.
 *
 * @returns Undefined where it is none.
 */
export function parseAddress(text: string): Address | undefined {
  return isAddress(text) ? getAddress(text) : undefined
}

/**
 * An address that somebody typed.
 *
 * @throws UsageError
 */
export function readAddress(name: string, value: string): Address {
  const address = parseAddress(value)
  if (address !== undefined) return address
  throw new UsageError(
    isAddress(value, { strict: false })
      ? `${name} ${JSON.stringify(value)} is mistyped: its checksum is wrong.`
      : `${name} ${JSON.stringify(value)} is not an address.`,
    'An address is 0x and 40 hexadecimal digits; copy it whole.',
  )
}
