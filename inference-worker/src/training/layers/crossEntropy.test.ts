import { expect, it } from 'vitest'
import { crossEntropy, softmax } from './crossEntropy.ts'
import { numericalGradient } from './numericalGradient.ts'

it('has the gradient of its loss, with and without smoothing', () => {
  for (const smoothing of [0, 0.1]) {
    const logits = Float64Array.of(0.2, -1, 3)
    const { gradient } = crossEntropy(logits, 1, smoothing)
    numericalGradient(logits, () => crossEntropy(logits, 1, smoothing).loss).forEach((slope, i) => {
      expect(gradient[i]).toBeCloseTo(slope, 6)
    })
  }
})

it('is the surprise at the right answer', () => {
  expect(crossEntropy(Float64Array.of(0, 0), 0, 0).loss).toBeCloseTo(Math.log(2), 12)
})

it('keeps huge logits finite', () => {
  expect([...softmax([1000, 0])]).toEqual([1, 0])
})
