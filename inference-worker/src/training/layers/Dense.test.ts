import { expect, it } from 'vitest'
import { Random } from '../random/Random.ts'
import { Dense } from './Dense.ts'
import { expectGradients } from './expectGradients.ts'
import { numericalGradient } from './numericalGradient.ts'

const random = new Random(1)
const layer = new Dense('layer', 3, 2, random)
const x = Float64Array.from({ length: 6 }, () => random.normal())
const weights = Float64Array.from({ length: 4 }, () => random.normal())
const loss = () => layer.forward(x).reduce((sum, y, i) => sum + y * y * (weights[i] as number), 0)

it('multiplies each row and adds the bias', () => {
  const one = new Dense('one', 2, 2, random)
  one.weight.value.set([1, 2, 3, 4])
  one.bias.value.set([10, 20])
  expect([...one.forward(Float64Array.of(1, 1, 2, 0))]).toEqual([14, 26, 12, 24])
})

it('has the gradients of its loss', () => {
  const y = layer.forward(x)
  const dx = layer.backward(
    x,
    y.map((value, i) => 2 * value * (weights[i] as number)),
  )
  expectGradients(layer.parameters, loss)
  numericalGradient(x, loss).forEach((slope, i) => {
    expect(dx[i]).toBeCloseTo(slope, 6)
  })
})
