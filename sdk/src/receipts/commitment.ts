import { concat, type Hex, hexToBytes, isHex, sha256 } from 'viem'
import { ReceiptError } from '../errors/ReceiptError.ts'

/**
 * `sha256(salt ‖ payload)`: lets the person who asked prove what was asked, and nobody else find out. The salt is of
 * fixed length, so no other (salt, payload) has the same bytes.
 *
 * @param payload Exact bytes of the request or response.
 * @param salt 32 random bytes (hex or bytes), new for every receipt.
 * @throws ReceiptError `receipt_salt`.
 */
export function commit(payload: Uint8Array, salt: Hex | Uint8Array): Hex {
  const valid =
    typeof salt === 'string' ? isHex(salt, { strict: true }) && salt.length === 66 : salt.length === 32
  if (!valid) throw new ReceiptError('A salt is 32 bytes.', { code: 'receipt_salt' })
  return sha256(concat([typeof salt === 'string' ? hexToBytes(salt) : salt, payload]))
}
