import { type Address, getAddress } from 'viem'
import { UsageError } from './UsageError.ts'

/**
 * An address that somebody typed. One in mixed case has to have the right checksum: a mistyped one is refused.
 *
 * @throws UsageError
 */
export function readAddress(name: string, value: string): Address {
  try {
    return getAddress(value)
  } catch {
    throw new UsageError(
      `${name} ${JSON.stringify(value)} is not an address.`,
      'An address is 0x and 40 hexadecimal digits; copy it whole.',
    )
  }
}
