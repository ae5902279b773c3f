import type { Address } from 'viem'
import { z } from 'zod'
import { parseAddress } from './readAddress.ts'

/** An address in a file that people write, as {@link parseAddress} reads it. */
export const addressSchema = z.string().transform((value, context): Address => {
  const address = parseAddress(value)
  if (address !== undefined) return address
  context.addIssue({ code: 'custom', message: 'is not an address, or its checksum is wrong' })
  return z.NEVER
})
