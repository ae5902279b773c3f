import { type Address, type Hex, isAddressEqual, type LocalAccount } from 'viem'
import { ReceiptError } from '../errors/ReceiptError.ts'
import {
  type Receipt,
  type ReceiptDomain,
  receiptDomain,
  receiptId,
  receiptTypes,
  type SignedReceipt,
} from './receipt.ts'

/** Whatever holds the worker's key: a viem local account is one. */
export type ReceiptSigner = { address: Address; signTypedData: LocalAccount['signTypedData'] }

/**
 * Signs a receipt.
 *
 * @throws ReceiptError `receipt_invalid` for a field out of range, `receipt_signer` where `worker` is not the signer.
 */
export async function signReceipt(
  receipt: Receipt,
  domain: ReceiptDomain,
  signer: ReceiptSigner,
): Promise<SignedReceipt> {
  const id = receiptId(receipt, domain)
  if (!isAddressEqual(receipt.worker, signer.address)) {
    throw new ReceiptError(`The receipt names worker ${receipt.worker}, the key is of ${signer.address}.`, {
      code: 'receipt_signer',
    })
  }
  const signature: Hex = await signer.signTypedData({
    domain: receiptDomain(domain),
    types: receiptTypes,
    primaryType: 'Receipt',
    message: receipt,
  })
  return { id, message: receipt, signature }
}
