import { createPublicClient, http, type PublicClient } from 'viem'
import type { Stack } from '../stack.ts'

/** Reads the stack's chain; nothing is remembered between two questions. */
export function openChain(stack: Stack): PublicClient {
  return createPublicClient({ transport: http(stack.rpcUrl), cacheTime: 0 })
}
