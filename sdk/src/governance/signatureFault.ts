import { type Address, type Hex, isAddressEqual, recoverAddress, size } from 'viem'

/** Half of secp256k1's order: a signature above it is the twin of one below (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Asks a signer that is a contract whether it accepts a signature (ERC-1271). Called only where no key of the signer
 * made it.
 */
export type IsAccepted = (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>

/** Why a signature is of no key, whoever's; undefined where it may be of one. */
function malformed(signature: Hex): string | undefined {
  if (size(signature) !== 65) return `has ${size(signature)} bytes instead of 65`
  if (BigInt(`0x${signature.slice(66, 130)}`) > halfOrder) return 'has a high s'
  if (!['1b', '1c'].includes(signature.slice(130))) return 'does not end in 27 or 28'
  return undefined
}

async function signerOf(digest: Hex, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverAddress({ hash: digest, signature })
  } catch {
    return undefined
  }
}

/**
 * Looks at a signature as the Governor does: the key first, then the code of a signer that is a contract.
 *
 * @param isAccepted Left out, a contract's signature counts for nothing.
 * @returns Undefined where the signer has signed. `of` says whether it is of no key at all, or of another than the
 * signer's; `message` follows "its signature" in the first case.
 */
export async function signatureFault(
  { signer, digest, signature }: { signer: Address; digest: Hex; signature: Hex },
  isAccepted: IsAccepted | undefined,
): Promise<{ of: 'no key'; message: string } | { of: 'another key' } | undefined> {
  const fault = malformed(signature)
  const actual = fault === undefined ? await signerOf(digest, signature) : undefined
  if (actual !== undefined && isAddressEqual(actual, signer)) return undefined
  if (await isAccepted?.(signer, digest, signature)) return undefined
  return actual === undefined ? { of: 'no key', message: fault ?? 'cannot be read' } : { of: 'another key' }
}
