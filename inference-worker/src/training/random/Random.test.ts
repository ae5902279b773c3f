import { describe, expect, it } from 'vitest'
import { Random } from './Random.ts'

describe('Random', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = new Random(seed)
      return Array.from({ length: 8 }, () => random.uniform())
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('spreads evenly over [0, 1)', () => {
    const random = new Random(1)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) {
      const bin = Math.floor(random.uniform() * 10)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    expect(counts).toHaveLength(10)
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('draws normal numbers with mean 0 and deviation 1', () => {
    const random = new Random(2)
    const numbers = Array.from({ length: 10_000 }, () => random.normal())
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length
    expect(mean).toBeCloseTo(0, 1)
    expect(variance).toBeCloseTo(1, 1)
  })

  it('shuffles a copy that holds the same items', () => {
    const items = Array.from({ length: 50 }, (_, i) => i)
    const shuffled = new Random(3).shuffle(items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items)
  })

  it('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow('nothing to pick from')
  })
})
