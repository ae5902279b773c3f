import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { CartError } from '../errors/CartError.ts'
import { address, firstIssue, signature, uint256 } from '../governance/fieldSchemas.ts'
import type { MemberCart } from './memberCart.ts'

/** The value of `kind` in a file with a cart. */
export const cartKind = 'commonweal-cart'
/** The value of `version`. A change of meaning gets a new number; readers refuse what they do not know. */
export const cartFileVersion = 1
/** Characters of a file, above what a gift to each of 1,024 projects takes. */
export const cartFileCharacters = 131_072

const amount = uint256.refine(
  (value) => value > 0n && value < 2n ** 104n,
  'is not an amount that one can give: from 1 to 2^104 - 1',
)

/** A JSON document with one signed cart. Whole numbers beyond JavaScript's are strings of decimal digits. */
export const cartFileSchema = z.strictObject({
  kind: z.literal(cartKind),
  version: z.literal(cartFileVersion),
  chainId: z.int().positive(),
  quadraticFunding: address,
  roundId: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, 'is not the id of a round')
    .transform((id) => id.toLowerCase() as Hex),
  giver: address,
  community: z.int().min(0).max(255),
  /** In base units of the round's token. */
  gifts: z
    .array(
      z.strictObject({
        project: z
          .int()
          .positive()
          .max(2 ** 32 - 1),
        amount,
      }),
    )
    .min(1, 'is empty'),
  nonce: uint256,
  deadline: uint256,
  signature,
  /** The giver's leave to take what the gifts come to (EIP-2612), where the token has that. */
  permit: z.strictObject({ deadline: uint256, signature }).optional(),
})

/** A signed cart, and where it counts. */
export type CartFile = z.output<typeof cartFileSchema>

/** The JSON of a {@link CartFile}. */
export type CartFileJson = z.input<typeof cartFileSchema>

const again = 'Have it signed again with `round sign`.'

/** Reads a cart from what JSON gave. */
function readCart(json: unknown): CartFile {
  const { kind, version } = (json ?? {}) as { kind?: unknown; version?: unknown }
  if (kind !== cartKind) {
    throw new CartError('It is not a cart of gifts.', {
      code: 'cart_kind',
      details: { expected: cartKind, actual: kind },
      next: 'A cart is what `round sign` writes.',
    })
  }
  if (version !== cartFileVersion) {
    throw new CartError(`It has version ${JSON.stringify(version)}, which has no meaning here.`, {
      code: 'cart_version',
      details: { expected: cartFileVersion, actual: version },
      next: 'Use a newer version of this program.',
    })
  }
  const result = cartFileSchema.safeParse(json)
  if (result.success) return result.data
  const { field, message } = firstIssue(result.error)
  throw new CartError(`Its ${field || 'content'} is not valid: ${message}.`, {
    code: 'cart_invalid',
    details: { field },
    next: again,
  })
}

/**
 * Puts a signed cart into the form of a file.
 *
 * @throws CartError `cart_invalid` for what would not be read back.
 */
export function cartFile(
  { chainId, quadraticFunding }: { chainId: number; quadraticFunding: Address },
  cart: MemberCart,
  signature: Hex,
  permit?: { deadline: bigint; signature: Hex },
): CartFile {
  const { roundId, giver, community, gifts, nonce, deadline } = cart
  const unsigned = { chainId, quadraticFunding, roundId, giver, community }
  return readCart({
    kind: cartKind,
    version: cartFileVersion,
    ...unsigned,
    gifts: gifts.map(({ project, amount }) => ({ project, amount: amount.toString() })),
    nonce: nonce.toString(),
    deadline: deadline.toString(),
    signature,
    ...(permit && { permit: { ...permit, deadline: permit.deadline.toString() } }),
  })
}

/** A cart as JSON carries it. */
export function cartFileToJson({ permit, ...file }: CartFile): CartFileJson {
  return {
    ...file,
    gifts: file.gifts.map(({ project, amount }) => ({ project, amount: amount.toString() })),
    nonce: file.nonce.toString(),
    deadline: file.deadline.toString(),
    ...(permit && { permit: { ...permit, deadline: permit.deadline.toString() } }),
  }
}

/**
 * Reads a cart. Says nothing yet of whether it holds, which the contract alone decides.
 *
 * @throws CartError `cart_too_large`, `cart_syntax`, `cart_kind`, `cart_version` or `cart_invalid`, which names the field.
 */
export function parseCartFile(text: string): CartFile {
  if (text.length > cartFileCharacters) {
    throw new CartError(`It has ${text.length} characters; a cart has ${cartFileCharacters} at most.`, {
      code: 'cart_too_large',
    })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new CartError('It is not JSON.', { code: 'cart_syntax', cause, next: again })
  }
  return readCart(json)
}

/**
 * Refuses a cart that counts elsewhere.
 *
 * @throws CartError `cart_wrong_chain` or `cart_wrong_contract`.
 */
export function requireCartPlace(
  file: Pick<CartFile, 'chainId' | 'quadraticFunding'>,
  place: { chainId: number; quadraticFunding: Address },
): void {
  const next = 'Bring it in where it was signed for.'
  if (file.chainId !== place.chainId) {
    throw new CartError(`It is for the chain ${file.chainId}, and this is ${place.chainId}.`, {
      code: 'cart_wrong_chain',
      details: { expected: place.chainId, actual: file.chainId },
      next,
    })
  }
  if (file.quadraticFunding !== place.quadraticFunding) {
    throw new CartError(
      `It is for the contract ${file.quadraticFunding}, and rounds of this chain are in ${place.quadraticFunding}.`,
      {
        code: 'cart_wrong_contract',
        details: { expected: place.quadraticFunding, actual: file.quadraticFunding },
        next,
      },
    )
  }
}
