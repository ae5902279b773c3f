import { concat, type Hex, hexToBytes, isHex, sha256 } from 'viem'
import { ReceiptError } from '../errors/ReceiptError.ts'

/**
 * `sha256(salt ‖ payload)`: lets the person who asked prove what was asked, and nobody else find out. The salt is of
 * fixed length, so no other (salt, payload) has the same bytes.
 *
 * @param payload Exact bytes of the request or response.
 * @param salt 32 random bytes, new for every receipt.
 * @throws ReceiptError `receipt_salt`.
 */
export function commit(payload: Uint8Array, salt: Hex): Hex {
  if (!isHex(salt, { strict: true }) || salt.length !== 66) {
    throw new ReceiptError('A salt is 32 bytes in hex.', { code: 'receipt_salt' })
  }
  return sha256(concat([hexToBytes(salt), payload]))
}
