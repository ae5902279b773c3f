import type { Hex } from 'viem'
import { readBlock } from '@/lib/ipfs/readBlock'

/**
 * The charter's text, through the IPFS gateway, checked against its digest on chain.
 *
 * @throws BlockError
 */
export async function readCharter(charterDigest: Hex): Promise<string> {
  return new TextDecoder('utf-8', { fatal: false }).decode(await readBlock(charterDigest))
}
