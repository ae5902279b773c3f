import type { ManifestCard } from '../manifest/schema.ts'
import { type HeaderMap, readLine, readMap, readMaps } from './headerValues.ts'
import { cardError } from './readModelCard.ts'

type Evaluation = ManifestCard['evaluation'][number]
type Metric = Evaluation['metrics'][number]

/** The results of a header's `model-index`, of all models in it. */
export function readModelIndex(header: ReadonlyMap<string, unknown>): Evaluation[] {
  return readMaps(header.get('model-index'), 'model-index').flatMap((model, index) => {
    const at = `model-index[${index}].results`
    return readMaps(model.get('results'), at).map((result, each) => readResult(result, `${at}[${each}]`))
  })
}

function readResult(result: HeaderMap, at: string): Evaluation {
  const task = readMap(result.get('task'), `${at}.task`)
  const dataset = readMap(result.get('dataset'), `${at}.dataset`)
  const source = readMap(result.get('source'), `${at}.source`)
  const optional = <K extends string>(group: HeaderMap, place: string, ...keys: K[]) =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const line = readLine(group.get(key), `${place}.${key}`)
        return line === undefined ? [] : [[key, line]]
      }),
    ) as { [key in K]?: string }
  const url = readLine(source.get('url'), `${at}.source.url`)
  return {
    task: {
      type: required(task, 'type', `${at}.task`),
      ...optional(task, `${at}.task`, 'name'),
    },
    dataset: {
      type: required(dataset, 'type', `${at}.dataset`),
      name: required(dataset, 'name', `${at}.dataset`),
      ...optional(dataset, `${at}.dataset`, 'config', 'split', 'revision'),
    },
    metrics: readMaps(result.get('metrics'), `${at}.metrics`).map((metric, index) =>
      readMetric(metric, `${at}.metrics[${index}]`),
    ),
    ...(url === undefined ? {} : { source: { ...optional(source, `${at}.source`, 'name'), url } }),
  }
}

function readMetric(metric: HeaderMap, at: string): Metric {
  const name = readLine(metric.get('name'), `${at}.name`)
  const value = metric.get('value')
  return {
    type: required(metric, 'type', at),
    ...(name === undefined ? {} : { name }),
    // Scores that were not computed stand there as .nan, which JSON has no number for.
    value: typeof value === 'number' && Number.isFinite(value) ? value : required(metric, 'value', at),
  }
}

function required(group: HeaderMap, key: string, at: string): string {
  const line = readLine(group.get(key), `${at}.${key}`)
  if (line === undefined) throw cardError(`"${at}.${key}" is missing`, 'Complete the model-index.')
  return line
}
