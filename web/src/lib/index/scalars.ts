import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'

/** 32 bytes as hexadecimal. */
export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform((value) => value.toLowerCase() as Hex)
/** Bytes of any length. */
export const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/i)
  .transform((value) => value as Hex)
/** An address, given back with its checksum. */
export const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((value): Address => getAddress(value))
/** GraphQL's BigInt travels as decimal digits. */
export const bigint = z.union([z.string().regex(/^[0-9]{1,78}$/), z.int().min(0)]).transform(BigInt)
/** Unix seconds and counts that fit a number. */
export const whole = bigint.transform((value, context) => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value)
  context.addIssue({ code: 'custom', message: 'does not fit a number' })
  return z.NEVER
})
