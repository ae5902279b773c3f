import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleBody, exampleHeader, huggingFaceFolder } from '../../test/huggingFaceFolder.ts'
import { ManifestError } from '../errors/ManifestError.ts'
import { createManifest } from '../manifest/createManifest.ts'
import { encodeManifest } from '../manifest/encodeManifest.ts'
import { parseManifest } from '../manifest/parseManifest.ts'
import { draftFields } from './draftFields.ts'

type Folder = Parameters<typeof huggingFaceFolder>[0]
const draft = (folder: Folder = {}, given: Record<string, unknown> = {}) =>
  draftFields({ files: huggingFaceFolder(folder), folder: 'offer-sorter-folder', given })
const create = (folder: Folder = {}, given: Record<string, unknown> = {}) =>
  createManifest({ files: huggingFaceFolder(folder), fields: draft(folder, given).fields })

function refusal(folder: Folder, given: Record<string, unknown> = {}): ManifestError {
  try {
    create(folder, given)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('was accepted')
}
/** The example's header with a line in place of another. */
const header = (before: string, after: string) => {
  expect(exampleHeader).toContain(before)
  return exampleHeader.replace(before, after)
}

test('carries over everything the header says, and makes a manifest that can be read', () => {
  const manifest = create()
  expect(parseManifest(encodeManifest(manifest))).toEqual(manifest)
  expect(manifest).toMatchObject({
    name: 'offer-sorter',
    version: '1.0.0',
    task: 'text-classification',
    library_name: 'transformers.js',
    language: ['en', 'no', 'quz'],
    license: 'Apache-2.0',
    tags: ['mutual-aid', 'onnx'],
    base_model: ['example/base'],
    base_model_relation: 'finetune',
    parents: [],
    policy: { policyId: `0x${'0'.repeat(64)}`, texts: [] },
    runtime: {
      dtype: 'fp32',
      device: 'cpu',
      maxInputTokens: 128,
      maxInputCharacters: 1024,
    },
  })
  expect(manifest.card).toEqual({
    description: 'Tells offers from needs.',
    intendedUse: ['Sorting messages.', 'Showing how it works.'],
    outOfScope: ['Deciding who gets help.'],
    limitations: ['It knows few words.'],
    trainingData: [
      {
        name: 'example/sentences',
        description: 'Named by the model card, as Hugging Face knows it.',
        custodian: 'README.md does not say.',
        consent: 'README.md does not say.',
        link: 'https://huggingface.co/datasets/example/sentences',
      },
    ],
    evaluation: [
      {
        task: { type: 'text-classification', name: 'Text Classification' },
        dataset: {
          type: 'example/sentences',
          name: 'Sentences',
          config: 'default',
          split: 'test',
          revision: 'abc123',
        },
        metrics: [
          { type: 'accuracy', name: 'Accuracy', value: 0.91 },
          { type: 'f1', value: 'NaN' },
        ],
        source: { name: 'Somebody else', url: 'https://example.org/results' },
      },
    ],
    energy: {
      co2Grams: 12.5,
      hardware: 'one CPU',
      notes: 'training type: fine-tuning; geographical location: Aotearoa; source: CodeCarbon',
    },
  })
})

test('says what it assumed and what it left out', () => {
  expect(draft({ header: `${exampleHeader}\nwidget:\n- text: hi\nmetrics: [f1]` }).notes).toEqual([
    'The weights as fp32 are meant, of fp32, q8 (--dtype names others).',
    'The card gives no version: it becomes 1.0.0.',
    'Not carried over from the header: widget, metrics. README.md keeps them.',
    'The card names training data, but not who looks after it or how consent was given.',
  ])
  const bare = draft({ header: 'license: mit\npipeline_tag: fill-mask', body: '' })
  expect(bare.notes).toEqual([
    'The weights as fp32 are meant, of fp32, q8 (--dtype names others).',
    'The card gives no version: it becomes 1.0.0.',
    'The card does not say in a sentence what the model is; the manifest says that it does not.',
    'The card does not say what the model is for; the manifest says that it does not.',
    'The card does not say what the model cannot do; the manifest says that it does not.',
  ])
  expect(bare.fields).toMatchObject({
    name: 'offer-sorter-folder',
    language: [],
    card: { limitations: ['README.md does not say.'], trainingData: [], evaluation: [] },
  })
})

test('assumes nothing where everything is said', () => {
  const said = { version: '2.0.0', runtime: { dtype: 'q8' }, card: { trainingData: [] } }
  expect(draft({}, said).notes).toEqual([])
  expect(
    draft({ header: `${exampleHeader}\nversion: 2.1.0`, 'onnx/model_quantized.onnx': undefined }).notes,
  ).toEqual(['The card names training data, but not who looks after it or how consent was given.'])
})

test('what is given stands, part by part in the card and the runtime', () => {
  const policy = { policyId: `0x${'1'.repeat(64)}`, texts: [{ language: 'en', sha256: 'a'.repeat(64) }] }
  const given = {
    name: 'Another',
    version: '3.1.4',
    license: 'MIT OR Apache-2.0',
    policy,
    card: { limitations: ['Small.'] },
    runtime: { dtype: 'q8', maxInputTokens: 10, sessionOptions: { intraOpNumThreads: 1 } },
  }
  expect(create({}, given)).toMatchObject({
    name: 'Another',
    version: '3.1.4',
    license: 'MIT OR Apache-2.0',
    policy,
    card: { limitations: ['Small.'], intendedUse: ['Sorting messages.', 'Showing how it works.'] },
    runtime: {
      dtype: 'q8',
      device: 'cpu',
      maxInputTokens: 10,
      maxInputCharacters: 80,
      sessionOptions: { intraOpNumThreads: 1 },
    },
  })
  expect(refusal({}, { nmae: 'x' })).toMatchObject({ code: 'manifest_invalid' })
  expect(refusal({}, { card: [] })).toMatchObject({ code: 'manifest_invalid', at: 'card' })
  expect(refusal({}, { runtime: 'fp32' })).toMatchObject({ code: 'manifest_invalid', at: 'runtime' })
  expect(refusal({}, { card: null })).toMatchObject({ code: 'manifest_invalid', at: 'card' })
})

describe('the name is', () => {
  const noIndex = 'license: mit\npipeline_tag: fill-mask'
  test.each([
    ['what model_name says', { header: `${exampleHeader}\nmodel_name: Mine` }, 'Mine'],
    ['else what the model-index says', {}, 'offer-sorter'],
    ['else the title of the card', { header: noIndex }, 'Offer sorter'],
    ['else the name of the folder', { header: noIndex, body: 'No title.' }, 'offer-sorter-folder'],
  ])('%s', (_, folder, name) => {
    expect(create(folder).name).toBe(name)
  })
})

describe('the task', () => {
  test.each([
    ['sentence-similarity', 'feature-extraction'],
    ['text-to-speech', 'text-to-audio'],
    ['text-ranking', 'text-classification'],
    ['fill-mask', 'fill-mask'],
  ])('of the pipeline %s is %s', (pipeline, task) => {
    const changed = header('pipeline_tag: text-classification', `pipeline_tag: ${pipeline}`)
    expect(create({ header: changed }).task).toBe(task)
  })

  test('is asked for where the card names none, or one that transformers.js has not', () => {
    const missing = { header: header('pipeline_tag: text-classification\n', '') }
    expect(refusal(missing)).toMatchObject({
      code: 'field_missing',
      path: 'README.md',
      at: 'task',
      next: expect.stringContaining('--task'),
    })
    expect(create(missing, { task: 'fill-mask' }).task).toBe('fill-mask')
    const unknown = { header: header('pipeline_tag: text-classification', 'pipeline_tag: robotics') }
    expect(refusal(unknown).message).toContain('"robotics"')
  })
})

describe('the licence', () => {
  const licence = (after: string, more: Folder = {}) => ({
    ...more,
    header: header('license: apache-2.0', after),
  })

  test.each([
    ['mit', 'MIT'],
    ['cc-by-nc-sa-4.0', 'CC-BY-NC-SA-4.0'],
    ['Apache-2.0', 'Apache-2.0'],
    ['[mpl-2.0]', 'MPL-2.0'],
  ])('%s of Hugging Face is %s of SPDX', (id, spdx) => {
    const manifest = create(licence(`license: ${id}`))
    expect(manifest).toMatchObject({ license: spdx })
    expect(manifest).not.toHaveProperty('license_name')
  })

  test('that SPDX does not list keeps its name, with where its words are', () => {
    const linked = licence('license: other\nlicense_name: kaitiaki\nlicense_link: https://example.org/l')
    expect(create(linked)).toMatchObject({ license_name: 'kaitiaki', license_link: 'https://example.org/l' })
    const inside = licence('license: llama3', { LICENSE: 'words' })
    expect(create(inside)).toMatchObject({ license_name: 'llama3', license_link: 'LICENSE' })
    expect(create(inside)).not.toHaveProperty('license')
  })

  test('in a file that is not there is refused, by the name of the file', () => {
    expect(refusal(licence('license: other\nlicense_name: x\nlicense_link: LICENSE.md'))).toMatchObject({
      code: 'manifest_invalid',
      at: 'license_link',
      path: 'LICENSE.md',
    })
  })

  test.each([
    ['without its words', 'license: llama3', 'license_link'],
    ['that is not named', 'tags: [x]', 'license'],
    ['one of several', 'license: [mit, apache-2.0]', 'license'],
  ])('%s is refused, and can be given', (_, after, at) => {
    const folder = { header: `pipeline_tag: fill-mask\n${after}` }
    expect(refusal(folder)).toMatchObject({ code: 'field_missing', path: 'README.md', at })
    expect(create(folder, { license: 'MIT' })).toMatchObject({ license: 'MIT' })
    const named = { license_name: 'x', license_link: 'https://example.org/x' }
    expect(create(folder, named)).toMatchObject(named)
  })
})

test('the library of a card that transformers.js runs for becomes a tag, once', () => {
  const folder = { header: header('library_name: transformers.js', 'library_name: sentence-transformers') }
  const { fields, notes } = draft(folder)
  expect(fields.tags).toEqual(['mutual-aid', 'onnx', 'sentence-transformers'])
  expect(notes.join()).toContain('sentence-transformers, becomes a tag')
  const tagged = { header: header('library_name: transformers.js', 'library_name: onnx') }
  expect(draft(tagged).fields.tags).toEqual(['mutual-aid', 'onnx'])
})

test('carries as many tags and results as a manifest holds, and says so', () => {
  const result = `  - task: {type: a}
    dataset: {type: b, name: c}
    metrics: [{type: d, value: 1}]`
  const many = `license: mit
pipeline_tag: fill-mask
tags: [${Array.from({ length: 70 }, (_, index) => `t${index}`).join(', ')}]
model-index:
- name: x
  results:
${Array.from({ length: 65 }, () => result).join('\n')}`
  const { fields, notes } = draft({ header: many })
  expect(fields.tags).toHaveLength(64)
  expect(fields.card.evaluation).toHaveLength(64)
  expect(notes).toContain('Of 70 tags the first 64 are carried over.')
  expect(notes).toContain('Of 65 results the first 64 are carried over; README.md keeps them all.')
})

test.each([
  [
    'task',
    '      type: text-classification\n      name: Text',
    '      name: Text',
    'model-index[0].results[0].task.type',
  ],
  ['dataset', '      name: Sentences\n', '', 'model-index[0].results[0].dataset.name'],
  ['value', '      value: 0.91\n', '', 'model-index[0].results[0].metrics[0].value'],
])('a result without its %s is refused, naming the place', (_, before, after, place) => {
  const error = refusal({ header: header(before, after) })
  expect(error).toMatchObject({ code: 'card_refused', path: 'README.md' })
  expect(error.message).toContain(`"${place}" is missing`)
})

test.each([
  ['a list where a value belongs', 'model_name: [a, b]', '"model_name" is not a single value'],
  ['a value where a list of groups belongs', 'model-index: x', '"model-index" is not a list'],
  ['a value where a group belongs', 'model-index: [x]', '"model-index[0]" is not a group of keys'],
  ['a group where a value belongs', 'tags: [{a: 1}]', '"tags" is not a single value'],
  ['text where emissions belong', 'co2_eq_emissions: much', '"co2_eq_emissions" is not a group of keys'],
])('refuses %s', (_, line, message) => {
  const error = refusal({ header: `license: mit\n${line}` }, { task: 'fill-mask' })
  expect(error).toMatchObject({ code: 'card_refused', path: 'README.md' })
  expect(error.message).toContain(message)
})

test('emissions may be a number alone, and a group without any', () => {
  const emissions = (value: string) =>
    create({ header: `license: mit\npipeline_tag: fill-mask\nco2_eq_emissions: ${value}` }).card.energy
  expect(emissions('3')).toEqual({ co2Grams: 3 })
  expect(emissions('{source: guess}')).toEqual({ notes: 'source: guess' })
  expect(emissions('~')).toBeUndefined()
})

test('a data set that is named in words gets no link', () => {
  const { fields } = draft({ header: header('- example/sentences\nco2', '- our own talks\nco2') })
  expect(fields.card.trainingData[0]).toMatchObject({ name: 'our own talks' })
  expect(fields.card.trainingData[0]).not.toHaveProperty('link')
})

test('a folder without a card is refused, by the name of the card', () => {
  expect(refusal({ 'README.md': undefined })).toMatchObject({ code: 'file_missing', path: 'README.md' })
})

test('the order of the files changes nothing', () => {
  const files = huggingFaceFolder()
  const expected = encodeManifest(create())
  fc.assert(
    fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
      const { fields } = draftFields({ files: shuffled, folder: 'x', given: {} })
      expect(encodeManifest(createManifest({ files: shuffled, fields }))).toEqual(expected)
    }),
  )
})

test('whatever a card says, it is carried or refused, by a ManifestError', () => {
  const value = fc.oneof(fc.json({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 12 }))
  const key = fc.constantFrom(
    'license',
    'tags',
    'model-index',
    'language',
    'co2_eq_emissions',
    'datasets',
    'x',
  )
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(key, value), { selector: ([each]) => each }),
      fc.string(),
      (lines, body) => {
        const written = lines.map(([each, content]) => `${each}: ${content}`).join('\n')
        try {
          parseManifest(
            encodeManifest(create({ header: written, body: `${exampleBody}${body}` }, { task: 'fill-mask' })),
          )
        } catch (error) {
          expect(error).toBeInstanceOf(ManifestError)
        }
      },
    ),
    { numRuns: 300 },
  )
})

const without = (line: string) => header(line, '')

test.each<[string, Folder, string, string]>([
  [
    'the card',
    { 'README.md': undefined },
    '"README.md" is missing; it is what members read about the model.',
    'Write a model card with the YAML header that Hugging Face asks for.',
  ],
  [
    'what it does',
    { header: without('pipeline_tag: text-classification\n') },
    '"README.md" does not say what the model does: it has no pipeline_tag.',
    'Set pipeline_tag in the header, or give --task.',
  ],
  [
    'a task of transformers.js',
    { header: header('text-classification', 'walking') },
    '"README.md": transformers.js has no pipeline "walking".',
    'Set pipeline_tag in the header, or give --task.',
  ],
  [
    'a licence',
    { header: without('license: apache-2.0\n') },
    '"README.md" names no licence, and nobody may use a model without one.',
    'Set license in the header, or give it with --fields, such as {"license":"MIT OR Apache-2.0"}.',
  ],
  [
    'one licence',
    { header: header('apache-2.0', '[mit, apache-2.0]') },
    '"README.md" names several licences, and not whether all of them hold or any one.',
    'Set license in the header, or give it with --fields, such as {"license":"MIT OR Apache-2.0"}.',
  ],
  [
    'the words of a licence of one’s own',
    { header: header('apache-2.0', 'ours') },
    '"README.md" names the licence "ours", but not where its words are.',
    'Set license_link in the header, or put the words into a file LICENSE.',
  ],
])('a card without %s is told so, with what to do', (_, folder, message, next) => {
  expect(refusal(folder)).toMatchObject({ message, next })
})

test('which tasks there are is told where a task is missing', () => {
  const { details } = refusal({ header: header('text-classification', 'walking') })
  expect(details).toMatchObject({ known: expect.arrayContaining(['text-classification', 'fill-mask']) })
})

test.each(['runtime', 'card'])('a given %s that is no object is refused', (at) => {
  for (const value of [null, [], 'x', 5]) {
    expect(refusal({}, { [at]: value })).toMatchObject({
      code: 'manifest_invalid',
      at,
      message: `The field ${at} is not an object.`,
    })
  }
})

test.each([
  'library_name',
  'tags',
  'version',
  'base_model',
  'base_model_relation',
  'model_name',
  'language',
  'pipeline_tag',
  'license',
  'datasets',
])('a %s that cannot be read is named', (key) => {
  const line = new RegExp(`^${key}:.*(?:\\n- .*)*\\n?`, 'm')
  const changed = `${key}: [{a: 1}]\n${exampleHeader.replace(line, '')}`
  expect(refusal({ header: changed }).message).toBe(`"README.md": "${key}" is not a single value.`)
})

test.each(['license_name', 'license_link'])('a %s that cannot be read is named', (key) => {
  const changed = header('license: apache-2.0', `license: ours\n${key}: [1, 2]`)
  expect(refusal({ header: changed }).message).toBe(`"README.md": "${key}" is not a single value.`)
})

test('a name in the index of models, and an emission, that cannot be read are named', () => {
  expect(refusal({ header: header('- name: offer-sorter', '- name: [a]') }).message).toContain(
    '"model-index[0].name"',
  )
  expect(refusal({ header: header('hardware_used: one CPU', 'hardware_used: [a]') }).message).toContain(
    '"co2_eq_emissions.hardware_used"',
  )
})

test('of as many tags as there is room for nothing is said, of one more it is', () => {
  // The example's header has two.
  const notes = (more: number) => {
    const tags = Array.from({ length: more }, (_, index) => `- tag${index}\n`).join('')
    return draft({ header: header('tags:\n', `tags:\n${tags}`) }).notes
  }
  expect(notes(62).join()).not.toContain('tags')
  expect(notes(63)).toContain('Of 65 tags the first 64 are carried over.')
})

test('what a card does not say is no field at all', () => {
  const { fields } = draft({ header: 'license: mit\npipeline_tag: fill-mask\nco2_eq_emissions: {source: x}' })
  expect(fields).not.toHaveProperty('base_model')
  expect(fields).not.toHaveProperty('base_model_relation')
  expect(fields.card.energy).toStrictEqual({ notes: 'source: x' })
  expect(draft({ header: 'license: mit\npipeline_tag: fill-mask' }).fields.card).not.toHaveProperty('energy')
  const nothing = draft({ header: 'license: mit\npipeline_tag: fill-mask\nco2_eq_emissions:' })
  expect(nothing.fields.card).not.toHaveProperty('energy')
  const grams = draft({
    header: 'license: mit\npipeline_tag: fill-mask\nco2_eq_emissions: {emissions: much}',
  })
  expect(grams.fields.card.energy).toStrictEqual({})
})

test('what was given for the card is not said to be missing', () => {
  const given = { card: { description: 'a', intendedUse: ['b'], limitations: ['c'], trainingData: [] } }
  expect(draft({ body: '' }, given).notes).toEqual([
    'The weights as fp32 are meant, of fp32, q8 (--dtype names others).',
    'The card gives no version: it becomes 1.0.0.',
  ])
})

test('a data set is linked by its name, with or without whose it is', () => {
  const links = (name: string) =>
    draft({ header: header('- example/sentences\nco2', `- ${name}\nco2`) }).fields.card.trainingData[0]?.link
  expect(links('squad')).toBe('https://huggingface.co/datasets/squad')
  expect(links('a/b/c')).toBeUndefined()
  expect(links('/b')).toBeUndefined()
})
