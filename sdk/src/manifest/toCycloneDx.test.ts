import { describe, expect, test } from 'vitest'
import { exampleFields, exampleFiles } from '../../test/exampleManifest.ts'
import { createManifest, type ManifestFields } from './createManifest.ts'
import { encodeManifest } from './encodeManifest.ts'
import { hashManifest } from './hashManifest.ts'
import { toCycloneDx } from './toCycloneDx.ts'

function bom(change: Partial<ManifestFields> = {}) {
  const manifest = createManifest({ files: exampleFiles, fields: { ...exampleFields, ...change } })
  const hash = hashManifest(encodeManifest(manifest))
  return { manifest, hash, bom: toCycloneDx(manifest, hash) }
}

/** Which keys CycloneDX 1.6 knows in each of the objects used here; its schema refuses every other. */
const known: Record<string, readonly string[]> = {
  bom: [
    '$schema',
    'bomFormat',
    'specVersion',
    'serialNumber',
    'version',
    'metadata',
    'components',
    'dependencies',
  ],
  component: [
    'type',
    'bom-ref',
    'name',
    'version',
    'description',
    'hashes',
    'licenses',
    'pedigree',
    'modelCard',
    'tags',
    'properties',
  ],
  modelCard: ['modelParameters', 'quantitativeAnalysis', 'considerations'],
  modelParameters: ['task', 'datasets'],
  considerations: ['useCases', 'technicalLimitations', 'environmentalConsiderations'],
  pedigree: ['ancestors', 'notes'],
  dataset: ['type', 'name', 'description', 'contents', 'governance'],
  metric: ['type', 'value', 'slice'],
}
const expectKeys = (value: object, kind: string) => {
  for (const key of Object.keys(value)) expect(known[kind]).toContain(key)
}

test('is a CycloneDX 1.6 document about a machine-learning model', () => {
  const { manifest, hash, bom: document } = bom()
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 })
  const { component } = document.metadata
  expect(component).toMatchObject({
    type: 'machine-learning-model',
    name: 'Mutual aid classifier',
    version: '1.0.0',
    description: 'Sorts offers and needs.\nSmall.',
    hashes: [{ alg: 'SHA-256', content: hash.slice(2) }],
    licenses: [{ license: { id: 'MIT' } }],
    tags: ['mutual-aid'],
  })
  expect(component.modelCard).toEqual({
    modelParameters: {
      task: 'text-classification',
      datasets: [
        {
          type: 'dataset',
          name: 'Sentences',
          description: 'Written for this.',
          contents: { properties: [{ name: 'commonweal:consent', value: 'Own text.' }] },
          governance: { custodians: [{ organization: { name: 'The project' } }] },
        },
      ],
    },
    quantitativeAnalysis: {
      performanceMetrics: [{ type: 'accuracy', value: '0.9', slice: 'Held-out sentences' }],
    },
    considerations: {
      useCases: ['Sorting messages of a mutual-aid group.'],
      technicalLimitations: ['Trained on few sentences.', 'Out of scope: Deciding who gets help.'],
    },
  })
  expect(document.components).toEqual(
    manifest.files.map(({ path, size, sha256 }) => ({
      type: 'file',
      'bom-ref': `file:${path}`,
      name: path,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
      properties: [{ name: 'commonweal:size', value: String(size) }],
    })),
  )
  expect(document.dependencies).toEqual([
    { ref: component['bom-ref'], dependsOn: document.components.map((file) => file['bom-ref']) },
  ])
  expect(component).not.toHaveProperty('pedigree')
})

const everything: Partial<ManifestFields> = {
  attribution: 'The project',
  base_model: ['example/base', 'example/other'],
  base_model_relation: 'merge',
  parents: [
    { communityId: `0x${'1'.repeat(64)}`, versionId: `0x${'2'.repeat(64)}`, relation: 'finetune' },
    { communityId: `0x${'3'.repeat(64)}`, versionId: `0x${'2'.repeat(64)}`, relation: 'distilled' },
  ],
  policy: { policyId: `0x${'4'.repeat(64)}`, texts: [{ language: 'mi', sha256: 'a'.repeat(64) }] },
  runtime: { ...exampleFields.runtime, sessionOptions: { intraOpNumThreads: 2 } },
  card: {
    ...exampleFields.card,
    trainingData: [
      {
        name: 'Talks',
        description: 'Recorded.',
        custodian: 'The elders',
        consent: 'Given in writing.',
        license: 'CC-BY-4.0',
        link: 'https://example.org/talks',
      },
    ],
    evaluation: [
      {
        task: { type: 'text-classification' },
        dataset: { type: 'x', name: 'Held out', config: 'small', split: 'test' },
        metrics: [{ type: 'f1', name: 'English', value: 'NaN' }],
      },
    ],
    energy: { kilowattHours: 0.5, co2Grams: 12, hardware: 'one CPU' },
  },
}

test('carries lineage, policy, runtime, energy and the words of consent', () => {
  const { component } = bom(everything).bom.metadata
  expect(component.pedigree).toEqual({
    ancestors: [
      { type: 'machine-learning-model', 'bom-ref': 'base_model:example/base', name: 'example/base' },
      { type: 'machine-learning-model', 'bom-ref': 'base_model:example/other', name: 'example/other' },
      ...(everything.parents?.map(({ communityId, versionId, relation }, index) => ({
        type: 'machine-learning-model',
        'bom-ref': `parent:${index}:${versionId}`,
        name: versionId,
        properties: [
          { name: 'commonweal:communityId', value: communityId },
          { name: 'commonweal:versionId', value: versionId },
          { name: 'commonweal:relation', value: relation },
        ],
      })) ?? []),
    ],
    notes: 'base_model_relation: merge',
  })
  expect(component.modelCard.modelParameters.datasets).toEqual([
    {
      type: 'dataset',
      name: 'Talks',
      description: 'Recorded.',
      contents: {
        url: 'https://example.org/talks',
        properties: [
          { name: 'commonweal:consent', value: 'Given in writing.' },
          { name: 'commonweal:license', value: 'CC-BY-4.0' },
        ],
      },
      governance: { custodians: [{ organization: { name: 'The elders' } }] },
    },
  ])
  expect(component.modelCard.quantitativeAnalysis?.performanceMetrics).toEqual([
    { type: 'f1', value: 'NaN', slice: 'Held out, small, test, English' },
  ])
  expect(component.modelCard.considerations.environmentalConsiderations).toEqual({
    properties: [
      { name: 'commonweal:energy:kilowattHours', value: '0.5' },
      { name: 'commonweal:energy:co2Grams', value: '12' },
      { name: 'commonweal:energy:hardware', value: 'one CPU' },
    ],
  })
  expect(component.properties.map(({ name, value }) => `${name}=${value}`)).toEqual([
    `commonweal:filesRoot=${bom(everything).manifest.filesRoot}`,
    'commonweal:library_name=transformers.js',
    'commonweal:language=en',
    'commonweal:language=mi',
    'commonweal:language=zh-Hant',
    'commonweal:runtime:dtype=q8',
    'commonweal:runtime:device=cpu',
    'commonweal:runtime:transformers=4.3.1',
    'commonweal:runtime:onnxruntime=1.30.0',
    'commonweal:runtime:maxInputTokens=128',
    'commonweal:runtime:maxInputCharacters=2000',
    'commonweal:runtime:sessionOptions:intraOpNumThreads=2',
    `commonweal:policyId=0x${'4'.repeat(64)}`,
    `commonweal:policy:text:mi=${'a'.repeat(64)}`,
    'commonweal:attribution=The project',
  ])
})

test('leaves out what the manifest does not have, rather than writing an empty list', () => {
  const { component } = bom({ tags: [], card: { ...exampleFields.card, trainingData: [], evaluation: [] } })
    .bom.metadata
  expect(component).not.toHaveProperty('tags')
  expect(component.modelCard).not.toHaveProperty('quantitativeAnalysis')
  expect(component.modelCard.modelParameters).toEqual({ task: 'text-classification' })
})

test.each([[{}], [everything]])('has only keys that the schema of CycloneDX 1.6 knows', (change) => {
  const { bom: document } = bom(change)
  expectKeys(document, 'bom')
  const { component } = document.metadata
  for (const each of [component, ...document.components, ...(component.pedigree?.ancestors ?? [])]) {
    expectKeys(each, 'component')
  }
  expectKeys(component.pedigree ?? {}, 'pedigree')
  expectKeys(component.modelCard, 'modelCard')
  expectKeys(component.modelCard.modelParameters, 'modelParameters')
  expectKeys(component.modelCard.considerations, 'considerations')
  for (const dataset of component.modelCard.modelParameters.datasets ?? []) expectKeys(dataset, 'dataset')
  for (const metric of component.modelCard.quantitativeAnalysis?.performanceMetrics ?? [])
    expectKeys(metric, 'metric')
})

test('names every part once', () => {
  const { bom: document } = bom(everything)
  const { component } = document.metadata
  const references = [component, ...document.components, ...(component.pedigree?.ancestors ?? [])].map(
    (each) => each['bom-ref'],
  )
  expect(new Set(references).size).toBe(references.length)
})

describe('the licence is', () => {
  const licenses = (change: Partial<ManifestFields>) => bom(change).bom.metadata.component.licenses
  test('an id where SPDX lists it, spelt as there', () => {
    expect(licenses({ license: 'Apache-2.0' })).toEqual([{ license: { id: 'Apache-2.0' } }])
  })
  test('an expression otherwise', () => {
    expect(licenses({ license: 'MIT OR Apache-2.0' })).toEqual([{ expression: 'MIT OR Apache-2.0' }])
    expect(licenses({ license: 'mit' })).toEqual([{ expression: 'mit' }])
    expect(licenses({ license: 'LicenseRef-Ours' })).toEqual([{ expression: 'LicenseRef-Ours' }])
  })
  test('a name where it has one, with the address where that is one', () => {
    const named = { license: undefined, license_name: 'Kaitiakitanga' }
    const url = 'https://example.org/licence'
    expect(licenses({ ...named, license_link: url })).toEqual([{ license: { name: 'Kaitiakitanga', url } }])
  })
})

test('the serial number is a UUID that only the manifest decides', () => {
  const one = bom()
  expect(one.bom.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  expect(bom().bom).toEqual(one.bom)
  expect(bom({ version: '1.0.1' }).bom.serialNumber).not.toBe(one.bom.serialNumber)
  expect(one.bom.serialNumber.slice(9, 17)).toBe(one.hash.slice(2, 10))
  const variants = [...'0123456789abcdef'].map(
    (digit) => toCycloneDx(one.manifest, `0x${digit.repeat(64)}`).serialNumber,
  )
  for (const serial of variants) expect(serial).toMatch(/-8[0-9a-f]{3}-[89ab]/)
})

test('holds no time', () => {
  expect(JSON.stringify(bom(everything).bom)).not.toMatch(/timestamp|\d{4}-\d{2}-\d{2}T/)
})

test('the model is referred to by the hash of its manifest, and the serial number is the beginning of that', () => {
  const { hash, bom: document } = bom()
  expect(document.$schema).toBe('http://cyclonedx.org/schema/bom-1.6.schema.json')
  expect(document.metadata.component['bom-ref']).toBe(`manifest:${hash.slice(2)}`)
  const start = hash.slice(2, 34)
  expect(document.serialNumber.replaceAll('-', '')).toBe(
    `urn:uuid:${start.slice(0, 12)}8${start.slice(13, 16)}${document.serialNumber[28]}${start.slice(17)}`,
  )
})

test('what a manifest does not say is not told, not even as nothing', () => {
  const { component } = bom({
    attribution: undefined,
    base_model: ['example/base'],
    card: {
      ...exampleFields.card,
      energy: { kilowattHours: undefined, hardware: 'CPU' },
      trainingData: [{ name: 'a', description: 'b', custodian: 'c', consent: 'd' }],
    },
  }).bom.metadata
  expect(Object.keys(component.pedigree ?? {})).toEqual(['ancestors'])
  const { modelParameters, considerations } = component.modelCard
  expect(modelParameters.datasets?.[0]?.contents).toStrictEqual({
    properties: [{ name: 'commonweal:consent', value: 'd' }],
  })
  expect(considerations.environmentalConsiderations?.properties).toStrictEqual([
    { name: 'commonweal:energy:hardware', value: 'CPU' },
  ])
  expect(component.properties.map(({ name }) => name)).not.toContain('commonweal:attribution')
  expect(component.properties.at(-1)?.name).toBe('commonweal:policyId')
})

test('a licence in the bundle has no address to tell, and one elsewhere has', () => {
  const words = { license: undefined, license_name: 'Ours' }
  const licence = { path: 'LICENSE', bytes: new TextEncoder().encode('Words.') }
  const inBundle = createManifest({
    files: [...exampleFiles, licence],
    fields: { ...exampleFields, ...words, license_link: 'LICENSE' },
  })
  expect(toCycloneDx(inBundle, `0x${'1'.repeat(64)}`).metadata.component.licenses).toStrictEqual([
    { license: { name: 'Ours' } },
  ])
  const elsewhere = bom({ ...words, license_link: 'https://example.org/licence' }).bom
  expect(elsewhere.metadata.component.licenses).toStrictEqual([
    { license: { name: 'Ours', url: 'https://example.org/licence' } },
  ])
})
