import type { Head } from '@/lib/chain/readHead'
import type { IndexHead } from './readIndexHead'

/** Whether pages made from the index can be taken for the present. */
export type Freshness =
  | { kind: 'fresh' }
  | { kind: 'behind'; blocks: number; seconds: number | null }
  | { kind: 'broken' }
  | { kind: 'unreachable' }

/** Blocks the index may be behind without a word: it reads a block some moments after it is made. */
const patienceBlocks = 5
/** Seconds of the chain it may be behind; fast chains make many blocks in that time. */
const patienceSeconds = 60

/**
 * Compares the index with the chain. A development chain's time can jump within one block, so the age alone says
 * nothing: it has to be behind in blocks too.
 */
export function freshness(head: Head, index: IndexHead | undefined): Freshness {
  if (index === undefined) return { kind: 'unreachable' }
  if (index.broken) return { kind: 'broken' }
  const blocks = head.number - index.number
  const seconds = index.timestamp === null ? null : head.timestamp - index.timestamp
  if (blocks <= patienceBlocks) return { kind: 'fresh' }
  if (seconds !== null && seconds <= patienceSeconds) return { kind: 'fresh' }
  return { kind: 'behind', blocks, seconds }
}
