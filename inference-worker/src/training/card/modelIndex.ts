/** A result as Hugging Face's `model-index` has it. */
export interface Result {
  task: string
  dataset: string
  metrics: readonly { type: string; name: string; value: number }[]
}

/** The YAML head of a model card, as Hugging Face reads it. */
export function cardHead(
  name: string,
  pipeline: string,
  tags: readonly string[],
  results: readonly Result[],
): string {
  return [
    '---',
    'license: mit',
    'language:',
    '- en',
    '- es',
    'library_name: transformers.js',
    `pipeline_tag: ${pipeline}`,
    'tags:',
    ...tags.map((tag) => `- ${tag}`),
    'model-index:',
    `- name: ${name}`,
    '  results:',
    ...results.flatMap(({ task, dataset, metrics }) => [
      '  - task:',
      `      type: ${task}`,
      '    dataset:',
      `      name: ${dataset}`,
      '      type: commonweal-mutual-aid',
      '      split: test',
      '    metrics:',
      ...metrics.flatMap(({ type, name, value }) => [
        `    - type: ${type}`,
        `      name: ${name}`,
        `      value: ${value.toFixed(4)}`,
      ]),
    ]),
    '---',
  ].join('\n')
}
