import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { commit } from '@commonweal/sdk/receipts/commitment'
import { receiptFromJson } from '@commonweal/sdk/receipts/receipt'
import { verifyReceipt } from '@commonweal/sdk/receipts/verifyReceipt'
import canonicalize from 'canonicalize'
import { type Address, type Hex, isAddressEqual, type PublicClient, parseEventLogs } from 'viem'
import type { Answer } from './answer'
import type { Question } from './askWorker'

/** What can be wrong with a receipt; each has words in `messages`. */
export const receiptFaults = [
  'unreadable',
  'signature',
  'community',
  'version',
  'request',
  'response',
  'approval',
] as const
/** One of {@link receiptFaults}. */
export type ReceiptFault = (typeof receiptFaults)[number]

/** What a check found. `worker` signed it; `approvalFound` says whether the chain has the approval it names. */
export type ReceiptCheck = { worker: Address; faults: ReceiptFault[] }

const bytesOf = (value: unknown) => new TextEncoder().encode(canonicalize(value))

/**
 * Checks a receipt against what was asked, what was answered, and the chain.
 *
 * @param raw the answer's `data` exactly as it came
 * @param expected whose receipt it has to be
 */
export async function checkReceipt(
  {
    receipt,
    question,
    raw,
    versionId,
  }: { receipt: Answer['commonweal']['receipt']; question: Question; raw: unknown; versionId: Hex },
  expected: { chainId: number; modelRegistry: Address; communityId: Hex },
  reader: PublicClient,
): Promise<ReceiptCheck> {
  const same = (a: Hex, b: Hex) => a.toLowerCase() === b.toLowerCase()
  let message: ReturnType<typeof receiptFromJson>
  try {
    message = receiptFromJson(receipt.message)
  } catch {
    return { worker: receipt.message.worker, faults: ['unreadable'] }
  }
  const faults: ReceiptFault[] = []
  try {
    await verifyReceipt({ message, signature: receipt.signature, id: receipt.id }, expected)
  } catch {
    faults.push('signature')
  }
  if (!same(message.communityId, expected.communityId)) faults.push('community')
  if (!same(message.versionId, versionId)) faults.push('version')
  if (!same(message.requestCommitment, commit(bytesOf(question), receipt.salt))) faults.push('request')
  if (!same(message.responseCommitment, commit(bytesOf(raw), receipt.salt))) faults.push('response')
  if (!(await approvalIsOnChain(message, expected, reader))) faults.push('approval')
  return { worker: message.worker, faults }
}

async function approvalIsOnChain(
  message: { approvalTransaction: Hex; approvalBlock: bigint; versionId: Hex; communityId: Hex },
  { modelRegistry }: { modelRegistry: Address },
  reader: PublicClient,
): Promise<boolean> {
  try {
    const { status, blockNumber, logs } = await reader.getTransactionReceipt({
      hash: message.approvalTransaction,
    })
    if (status !== 'success' || blockNumber !== message.approvalBlock) return false
    return parseEventLogs({
      abi: modelRegistryAbi,
      logs,
      eventName: ['VersionApproved', 'VersionRestored'],
    }).some(
      ({ address, args }) =>
        isAddressEqual(address, modelRegistry) &&
        args.versionId.toLowerCase() === message.versionId.toLowerCase() &&
        args.communityId.toLowerCase() === message.communityId.toLowerCase(),
    )
  } catch {
    return false
  }
}
