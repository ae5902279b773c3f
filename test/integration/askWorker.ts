import type { ReceiptJson } from '@commonweal/sdk/receipts/receipt'
import type { Hex } from 'viem'
import type { Stack } from '../stack.ts'

export type Reply = {
  status: number
  body: {
    model: Hex
    data: { label: string; score: number }[]
    commonweal: {
      versionId: Hex
      receipt: { id: Hex; message: ReceiptJson; signature: Hex; salt: Hex }
    }
    error: { code: string; message: string; commonweal?: { next?: string } }
  }
}

/** Puts a question to the stack's worker. Of `body`, an answer has all but `error`, a refusal has only that. */
export async function askWorker(stack: Stack, body: object): Promise<Reply> {
  const response = await fetch(`${stack.workerUrl}/v1/classifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Reply['body'] }
}

/** What the worker says of the versions it knows, by id: fetching, verifying, loading, ready or refused. */
export async function versionStates(stack: Stack): Promise<Record<string, string>> {
  const response = await fetch(`${stack.workerUrl}/v1/models`)
  // While it has no sure word of the chain it lists nothing.
  const { data = [] } = (await response.json()) as { data?: { id: string; commonweal: { state: string } }[] }
  return Object.fromEntries(data.map(({ id, commonweal }) => [id, commonweal.state]))
}

export type Health = { status: string; code?: string; community: Hex; worker: Hex; loaded: Hex[] }

export async function workerHealth(stack: Stack): Promise<Health> {
  return (await (await fetch(`${stack.workerUrl}/healthz`)).json()) as Health
}
