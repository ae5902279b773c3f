import { expect, it } from 'vitest'
import { Random } from '../random/Random.ts'
import { contrastiveLoss } from './contrastiveLoss.ts'
import { numericalGradient } from './numericalGradient.ts'

it('has the gradients of its loss', () => {
  const random = new Random(1)
  const vectors = () =>
    Array.from({ length: 3 }, () => Float64Array.from({ length: 4 }, () => random.normal()))
  const needs = vectors()
  const offers = vectors()
  const { needGradients, offerGradients } = contrastiveLoss(needs, offers, 0.5)
  const loss = () => contrastiveLoss(needs, offers, 0.5).loss
  for (const [points, gradients] of [
    [needs, needGradients],
    [offers, offerGradients],
  ] as const) {
    points.forEach((point, n) => {
      numericalGradient(point, loss).forEach((slope, i) => {
        expect(gradients[n]?.[i]).toBeCloseTo(slope, 6)
      })
    })
  }
})

it('is small where each need is next to its own offer', () => {
  const axes = [Float64Array.of(1, 0), Float64Array.of(0, 1)]
  const swapped = [axes[1] as Float64Array, axes[0] as Float64Array]
  expect(contrastiveLoss(axes, axes, 0.1).loss).toBeLessThan(0.001)
  expect(contrastiveLoss(axes, swapped, 0.1).loss).toBeGreaterThan(9)
})
