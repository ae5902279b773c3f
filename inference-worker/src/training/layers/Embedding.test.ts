import { expect, it } from 'vitest'
import { Random } from '../random/Random.ts'
import { Embedding } from './Embedding.ts'
import { expectGradients } from './expectGradients.ts'

it('looks up a row for each token and has the gradients of its loss, also for a repeated token', () => {
  const layer = new Embedding('layer', 4, 3, new Random(1))
  const ids = [2, 0, 2]
  const output = layer.forward(ids)
  expect([...output.subarray(3, 6)]).toEqual([...layer.weight.value.subarray(0, 3)])
  layer.backward(
    ids,
    output.map((y, i) => 2 * y * (i + 1)),
  )
  expectGradients(layer.parameters, () => layer.forward(ids).reduce((sum, y, i) => sum + y * y * (i + 1), 0))
})
