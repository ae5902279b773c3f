import { randomBytes } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { commit } from '@commonweal/sdk/receipts/commitment'
import { type ReceiptDomain, type ReceiptJson, receiptToJson } from '@commonweal/sdk/receipts/receipt'
import { signReceipt } from '@commonweal/sdk/receipts/signReceipt'
import canonicalize from 'canonicalize'
import { bytesToHex, type Hex } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'

/** What an answer was about; the payloads themselves go no further than their commitments. */
export interface Answered {
  communityId: Hex
  versionId: Hex
  manifestHash: Hex
  policyId: Hex
  task: string
  dtype: string
  approvalTransaction: Hex
  approvalBlock: bigint
  /** The request's body as received, committed to as canonical JSON (RFC 8785). */
  request: unknown
  /** The answer's `data`, committed to in the same way. */
  response: unknown
}

export interface IssuedReceipt {
  id: Hex
  message: ReceiptJson
  signature: Hex
  /** Opens both commitments. Given to the person who asked and kept nowhere. */
  salt: Hex
}

/** Signs receipts and keeps them, one JSON line each, in a file a month. */
export class ReceiptBook {
  readonly #folder: string
  readonly #account: PrivateKeyAccount
  readonly #domain: ReceiptDomain
  #writing: Promise<void> = Promise.resolve()

  private constructor(folder: string, account: PrivateKeyAccount, domain: ReceiptDomain) {
    this.#folder = folder
    this.#account = account
    this.#domain = domain
  }

  static async open(
    dataDir: string,
    account: PrivateKeyAccount,
    domain: ReceiptDomain,
  ): Promise<ReceiptBook> {
    const folder = join(dataDir, 'receipts')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new ReceiptBook(folder, account, domain)
  }

  /**
   * Signs a receipt, and keeps it: such an answer is not given without its receipt on disk.
   * @param keep False where the protocol lets nothing be kept, digests included: then it is the person's alone.
   */
  async issue(answered: Answered, keep: boolean): Promise<IssuedReceipt> {
    const salt = bytesToHex(randomBytes(32))
    const issuedAt = new Date()
    const { request, response, ...facts } = answered
    const { id, message, signature } = await signReceipt(
      {
        ...facts,
        requestCommitment: commit(canonicalBytes(request), salt),
        responseCommitment: commit(canonicalBytes(response), salt),
        issuedAt: BigInt(Math.floor(issuedAt.getTime() / 1000)),
        worker: this.#account.address,
      },
      this.#domain,
      this.#account,
    )
    const json = receiptToJson(message)
    if (keep) await this.#keep(issuedAt, { id, message: json, signature })
    return { id, message: json, signature, salt }
  }

  async #keep(issuedAt: Date, receipt: Omit<IssuedReceipt, 'salt'>): Promise<void> {
    // The salt stays out of the book: with it, whoever reads the disk could try short questions one by one.
    const line = `${JSON.stringify(receipt)}\n`
    const path = join(this.#folder, `${issuedAt.toISOString().slice(0, 7)}.jsonl`)
    const write = this.#writing.then(() => appendFile(path, line, { mode: 0o600 }))
    this.#writing = write.catch(() => {})
    await write
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await this.#writing
  }
}

/** The bytes a commitment is made of: canonical JSON, so that a person can build them again from what was sent. */
export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalize(value))
}
