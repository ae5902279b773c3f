import { expect, it } from 'vitest'
import { meanPool, meanPoolBackward } from './meanPool.ts'
import { numericalGradient } from './numericalGradient.ts'
import { tanh, tanhBackward } from './tanh.ts'
import { unitLength, unitLengthBackward } from './unitLength.ts'

const point = () => Float64Array.of(0.3, -1.2, 0.7, 2, -0.1, 0.5)
const weigh = (y: Float64Array) => y.reduce((sum, value, i) => sum + value * (i + 1), 0)
const upstream = (length: number) => Float64Array.from({ length }, (_, i) => i + 1)

const cases: [string, (x: Float64Array) => Float64Array, (x: Float64Array) => Float64Array][] = [
  ['tanh', tanh, (x) => tanhBackward(tanh(x), upstream(6))],
  ['meanPool', (x) => meanPool(x, 2), () => meanPoolBackward(upstream(2), 3)],
  ['unitLength', unitLength, (x) => unitLengthBackward(x, upstream(6))],
]

it.each(cases)('%s has the gradient of its loss', (_, forward, backward) => {
  const x = point()
  const gradient = backward(x)
  numericalGradient(x, () => weigh(forward(x))).forEach((slope, i) => {
    expect(gradient[i]).toBeCloseTo(slope, 6)
  })
})

it('scales to length 1, and leaves nothing as nothing', () => {
  expect(Math.hypot(...unitLength(point()))).toBeCloseTo(1, 12)
  expect([...unitLength(new Float64Array(3))]).toEqual([0, 0, 0])
})
