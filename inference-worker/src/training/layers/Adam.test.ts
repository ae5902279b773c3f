import { expect, it } from 'vitest'
import { Adam } from './Adam.ts'
import { Parameter } from './Parameter.ts'

it('walks down a bowl to its bottom and clears the gradient', () => {
  const parameter = new Parameter('bowl', 1, 2)
  parameter.value.set([3, -2])
  const adam = new Adam([parameter], 0)
  for (let i = 0; i < 500; i++) {
    parameter.gradient.set(parameter.value.map((x) => 2 * x))
    adam.step(0.05)
  }
  expect([...parameter.gradient]).toEqual([0, 0])
  for (const value of parameter.value) expect(Math.abs(value)).toBeLessThan(0.05)
})

it('shrinks weights that nothing pulls at, where there is decay', () => {
  const parameter = new Parameter('still', 1, 1)
  parameter.value.set([1])
  new Adam([parameter], 0.5).step(0.1)
  expect(parameter.value[0]).toBeCloseTo(0.95, 6)
})
