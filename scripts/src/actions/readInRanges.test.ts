import { HttpRequestError } from 'viem'
import { expect, test } from 'vitest'
import { readInRanges } from './readProposals.ts'

test('asks in halves where an RPC refuses wide ranges, and loses nothing at the seams', async () => {
  const asked: bigint[] = []
  const read = async (from: bigint, to: bigint) => {
    if (to - from > 300n) throw new Error('range too wide')
    const blocks = Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index))
    asked.push(...blocks)
    return blocks
  }
  const all = Array.from({ length: 1001 }, (_, index) => BigInt(index))
  expect(await readInRanges(read, 0n, 1000n)).toEqual(all)
  expect(asked).toHaveLength(1001)
})

test('gives up where even a narrow range is refused, and at once where nobody answers', async () => {
  let calls = 0
  const refuse = async () => {
    calls++
    throw new Error('no')
  }
  await expect(readInRanges(refuse, 0n, 1000n)).rejects.toThrow('no')
  expect(calls).toBeLessThan(10)
  calls = 0
  const silent = async () => {
    calls++
    throw new HttpRequestError({ url: 'http://127.0.0.1' })
  }
  await expect(readInRanges(silent, 0n, 1000n)).rejects.toThrow(HttpRequestError)
  expect(calls).toBe(1)
})
