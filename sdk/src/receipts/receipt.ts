import { type Address, type Hex, hashTypedData, isAddress, isHex, type TypedDataDomain } from 'viem'
import { ReceiptError } from '../errors/ReceiptError.ts'

/**
 * What a worker signs for an answer: which exact version ran, by which approval, on which request, without saying what
 * the request was.
 */
export type Receipt = {
  communityId: Hex
  versionId: Hex
  manifestHash: Hex
  policyId: Hex
  task: string
  dtype: string
  /** See `commit`. */
  requestCommitment: Hex
  responseCommitment: Hex
  /** Transaction that carried the approval in force. */
  approvalTransaction: Hex
  approvalBlock: bigint
  /** Unix seconds, by the worker's clock. */
  issuedAt: bigint
  /** The address that signs. */
  worker: Address
}

/** A receipt with its signature (65 bytes, low s, v 27 or 28). */
export type SignedReceipt = { id: Hex; message: Receipt; signature: Hex }

/** EIP-712 types of a receipt. */
export const receiptTypes = {
  Receipt: [
    { name: 'communityId', type: 'bytes32' },
    { name: 'versionId', type: 'bytes32' },
    { name: 'manifestHash', type: 'bytes32' },
    { name: 'policyId', type: 'bytes32' },
    { name: 'task', type: 'string' },
    { name: 'dtype', type: 'string' },
    { name: 'requestCommitment', type: 'bytes32' },
    { name: 'responseCommitment', type: 'bytes32' },
    { name: 'approvalTransaction', type: 'bytes32' },
    { name: 'approvalBlock', type: 'uint64' },
    { name: 'issuedAt', type: 'uint64' },
    { name: 'worker', type: 'address' },
  ],
} as const

/** Ties a receipt to the chain and the ModelRegistry whose approvals it speaks of. */
export type ReceiptDomain = { chainId: number; modelRegistry: Address }

/** The EIP-712 domain of receipts. */
export function receiptDomain({ chainId, modelRegistry }: ReceiptDomain) {
  return {
    name: 'Commonweal',
    version: '1',
    chainId,
    verifyingContract: modelRegistry,
  } as const satisfies TypedDataDomain
}

const uint64Limit = 2n ** 64n

/**
 * Refuses a receipt whose fields do not fit their EIP-712 types, before anything is hashed.
 *
 * @throws ReceiptError `receipt_invalid`, naming the field.
 */
export function checkReceipt(receipt: Receipt): void {
  for (const { name, type } of receiptTypes.Receipt) {
    const value = receipt[name] as unknown
    const valid =
      type === 'bytes32'
        ? isHex(value, { strict: true }) && value.length === 66
        : type === 'address'
          ? typeof value === 'string' && isAddress(value)
          : type === 'uint64'
            ? typeof value === 'bigint' && value >= 0n && value < uint64Limit
            : typeof value === 'string' && value.length > 0 && value.length <= 128
    if (!valid) {
      throw new ReceiptError(`The receipt's ${name} is not a valid ${type}.`, {
        code: 'receipt_invalid',
        details: { field: name, type },
      })
    }
  }
}

/** A receipt as JSON carries it: whole numbers as decimal strings. */
export type ReceiptJson = { [Key in keyof Receipt]: Receipt[Key] extends bigint ? string : Receipt[Key] }

/** For the worker's answer. */
export function receiptToJson(receipt: Receipt): ReceiptJson {
  return {
    ...receipt,
    approvalBlock: receipt.approvalBlock.toString(),
    issuedAt: receipt.issuedAt.toString(),
  }
}

/**
 * Reads a receipt from an answer.
 *
 * @throws ReceiptError `receipt_invalid`.
 */
export function receiptFromJson(json: ReceiptJson): Receipt {
  const whole = (field: 'approvalBlock' | 'issuedAt'): bigint => {
    const value: unknown = json[field]
    if (typeof value !== 'string' || !/^(0|[1-9][0-9]{0,19})$/.test(value)) {
      throw new ReceiptError(`The receipt's ${field} is not a whole number in decimal digits.`, {
        code: 'receipt_invalid',
        details: { field },
      })
    }
    return BigInt(value)
  }
  const receipt = { ...json, approvalBlock: whole('approvalBlock'), issuedAt: whole('issuedAt') }
  checkReceipt(receipt)
  return receipt
}

/** The receipt's id: its EIP-712 digest, 32 bytes. */
export function receiptId(receipt: Receipt, domain: ReceiptDomain): Hex {
  checkReceipt(receipt)
  return hashTypedData({
    domain: receiptDomain(domain),
    types: receiptTypes,
    primaryType: 'Receipt',
    message: receipt,
  })
}
