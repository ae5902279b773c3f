const text = (value: string) => new TextEncoder().encode(value)

/** A header with every key that a manifest has a place for. */
export const exampleHeader = `license: apache-2.0
language:
- en
- no
- quz
library_name: transformers.js
pipeline_tag: text-classification
tags:
- mutual-aid
- onnx
base_model: example/base
base_model_relation: finetune
datasets:
- example/sentences
co2_eq_emissions:
  emissions: 12.5
  source: CodeCarbon
  training_type: fine-tuning
  geographical_location: Aotearoa
  hardware_used: one CPU
model-index:
- name: offer-sorter
  results:
  - task:
      type: text-classification
      name: Text Classification
    dataset:
      type: example/sentences
      name: Sentences
      config: default
      split: test
      revision: abc123
    metrics:
    - type: accuracy
      name: Accuracy
      value: 0.91
    - type: f1
      value: .nan
    source:
      name: Somebody else
      url: https://example.org/results`

export const exampleBody = `# Offer sorter

Tells offers from needs.

## Intended uses

- Sorting messages.
- Showing how it works.

## Out-of-Scope Use

Deciding who gets help.

## Limitations

It knows few words.
`

/** A Hugging Face repository laid out for transformers.js, small enough to read. */
export function huggingFaceFolder({
  header = exampleHeader,
  body = exampleBody,
  ...more
}: {
  header?: string
  body?: string
  [path: string]: string | undefined
} = {}): { path: string; bytes: Uint8Array }[] {
  const files: Record<string, string | undefined> = {
    'README.md': `---\n${header}\n---\n\n${body}`,
    'config.json': '{"model_type":"bert","max_position_embeddings":512}',
    'tokenizer.json': '{"version":"1.0"}',
    'tokenizer_config.json': '{"model_max_length":128}',
    'onnx/model.onnx': '\b\t graph',
    'onnx/model_quantized.onnx': '\b\t small graph',
    ...more,
  }
  return Object.entries(files).flatMap(([path, content]) =>
    content === undefined ? [] : [{ path, bytes: text(content) }],
  )
}
