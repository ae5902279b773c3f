import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { readModelIndex } from './readModelIndex.ts'

/** A value as the header has it: groups of keys are maps. */
function grouped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(grouped)
  if (typeof value !== 'object' || value === null) return value
  return new Map(Object.entries(value).map(([key, each]) => [key, grouped(each)]))
}
const result = {
  task: { type: 'fill-mask' },
  dataset: { type: 'words', name: 'Words' },
  metrics: [{ type: 'accuracy', value: 0.5 }],
}
const read = (...results: unknown[]) => {
  const index = [{ name: 'a' }, { name: 'b', results }]
  return readModelIndex(new Map([['model-index', grouped(index)]]))
}

test('says no more than the results do', () => {
  expect(read(result, { ...result, source: { name: 'No address' } })).toStrictEqual([result, result])
  expect(readModelIndex(new Map())).toEqual([])
})

test('a score that is no number, or not finite, is carried as it is written', () => {
  const metrics = [
    { type: 'a', value: Number.NaN },
    { type: 'b', value: Number.POSITIVE_INFINITY },
    { type: 'c', value: 'low' },
  ]
  expect(read({ ...result, metrics })[0]?.metrics).toStrictEqual([
    { type: 'a', value: 'NaN' },
    { type: 'b', value: 'Infinity' },
    { type: 'c', value: 'low' },
  ])
})

const single = 'is not a single value'
const group = 'is not a group of keys'
test.each<[string, string, object]>([
  ['task', group, { task: 'x' }],
  ['task.type', 'is missing', { task: {} }],
  ['task.type', single, { task: { type: [] } }],
  ['task.name', single, { task: { type: 'x', name: [] } }],
  ['dataset', group, { dataset: 'x' }],
  ['dataset.type', 'is missing', { dataset: { name: 'x' } }],
  ['dataset.name', 'is missing', { dataset: { type: 'x' } }],
  ['dataset.split', single, { dataset: { type: 'x', name: 'x', split: [] } }],
  ['source', group, { source: 'x' }],
  ['source.url', single, { source: { url: [] } }],
  ['source.name', single, { source: { url: 'https://example.org', name: [] } }],
  ['metrics', 'is not a list', { metrics: 'x' }],
  ['metrics[0].type', 'is missing', { metrics: [{ value: 1 }] }],
  ['metrics[0].name', single, { metrics: [{ type: 'x', value: 1, name: [] }] }],
  ['metrics[0].value', 'is missing', { metrics: [{ type: 'x' }] }],
])('names the place where %s %s', (place, what, change) => {
  const reason = `"model-index[1].results[0].${place}" ${what}`
  const error = refusalOf(() => read({ ...result, ...change }))
  expect(error).toMatchObject({ code: 'card_refused', message: `"README.md": ${reason}.` })
  if (what === 'is missing') expect(error.next).toBe('Complete the model-index.')
})

test.each<[string, string, unknown]>([
  ['model-index', 'is not a list', 'x'],
  ['model-index[0]', group, ['x']],
  ['model-index[0].results', 'is not a list', [{ results: 'x' }]],
  ['model-index[0].results[0]', group, [{ results: ['x'] }]],
])('names the place where %s %s', (place, what, index) => {
  expect(refusalOf(() => readModelIndex(new Map([['model-index', grouped(index)]])))).toMatchObject({
    message: `"README.md": "${place}" ${what}.`,
  })
})
