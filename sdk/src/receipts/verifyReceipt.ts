import { type Address, type Hex, isAddressEqual, isHex, recoverAddress } from 'viem'
import { ReceiptError } from '../errors/ReceiptError.ts'
import { type Receipt, type ReceiptDomain, receiptId } from './receipt.ts'

/** Half of secp256k1's order: a signature above it is the twin of one below (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Checks that the worker a receipt names has signed exactly this receipt, for this chain and registry. It says nothing
 * about whether the worker may speak for the community: compare `worker` with what you expect.
 *
 * @returns The receipt's id and the worker that signed it.
 * @throws ReceiptError `receipt_invalid`, `receipt_signature` (malformed, compact or high-s) or `receipt_signer`.
 */
export async function verifyReceipt(
  { message, signature, id }: { message: Receipt; signature: Hex; id?: Hex },
  domain: ReceiptDomain,
): Promise<{ id: Hex; worker: Address }> {
  const digest = receiptId(message, domain)
  const refuse = (reason: string, cause?: unknown): never => {
    throw new ReceiptError(`The receipt's signature ${reason}.`, {
      code: 'receipt_signature',
      cause,
      details: { id: digest },
    })
  }
  if (!isHex(signature, { strict: true }) || signature.length !== 132) refuse('is not 65 bytes')
  if (BigInt(`0x${signature.slice(66, 130)}`) > halfOrder) refuse('has a high s')
  if (!['1b', '1c'].includes(signature.slice(130).toLowerCase())) refuse('does not end in 27 or 28')
  if (id !== undefined && id.toLowerCase() !== digest) {
    throw new ReceiptError('The receipt is not the one its id names.', {
      code: 'receipt_invalid',
      details: { expected: digest, actual: id },
    })
  }
  let signer: Address
  try {
    signer = await recoverAddress({ hash: digest, signature })
  } catch (cause) {
    return refuse('cannot be read', cause)
  }
  if (!isAddressEqual(signer, message.worker)) {
    throw new ReceiptError(
      `The receipt names worker ${message.worker} but another key signed it, or it was changed.`,
      {
        code: 'receipt_signer',
        details: { expected: message.worker, actual: signer },
      },
    )
  }
  return { id: digest, worker: signer }
}
