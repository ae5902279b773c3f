import { expect, test } from 'vitest'
import { HeavyWork } from './HeavyWork.ts'

test('never more than so many at a time, in order, and a failure frees its place', async () => {
  const heavy = new HeavyWork(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (index: number) =>
    heavy.run(async () => {
      begun.push(index)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      if (index === 1) throw new Error('no')
      return index
    })
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work))
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4], 2])
})
