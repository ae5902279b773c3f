import { type Address, getAddress, type Hex, isAddress } from 'viem'
import { z } from 'zod'

/** The most bytes of a signature: 65 of a key; a wallet that is a contract may bring several, or a passkey's. */
export const signatureBytesLimit = 8_192

const uint256Limit = 2n ** 256n

/** A whole number of up to 256 bits, which JSON carries as decimal digits. */
export const uint256 = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,77})$/, 'is not a whole number in decimal digits')
  .transform((digits, context) => {
    const value = BigInt(digits)
    if (value < uint256Limit) return value
    context.addIssue({ code: 'custom', message: 'is larger than 256 bits' })
    return z.NEVER
  })

/** An address in whatever case; read with its checksum. */
export const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'is not an address')
  .transform((value): Address => getAddress(value.toLowerCase()))

/** Bytes in hex, read in lower case. */
export const bytes = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/, 'is not bytes in hex')
  .transform((hex) => hex.toLowerCase() as Hex)

/** A signature, of a key or of a contract. */
export const signature = bytes.refine(
  (hex) => (hex.length - 2) / 2 <= signatureBytesLimit,
  `has more than ${signatureBytesLimit} bytes`,
)

/** Which field a document fails at, and why. */
export function firstIssue(error: z.ZodError): { field: string; message: string } {
  const issue = error.issues[0]
  const field = issue?.path.join('.') || (issue as { keys?: string[] } | undefined)?.keys?.[0] || ''
  return { field, message: issue?.message ?? '' }
}
