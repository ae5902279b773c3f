import type { Hex } from 'viem'
import type { Manifest, ManifestCard } from './schema.ts'
import { spdxLicense } from './spdxLicense.ts'

type Property = { name: string; value: string }
type Sha256 = { alg: 'SHA-256'; content: string }
type License =
  | { license: { id: string } }
  | { license: { name: string; url?: string } }
  | { expression: string }
type Ancestor = {
  type: 'machine-learning-model'
  'bom-ref': string
  name: string
  properties?: Property[]
}

/** A manifest as CycloneDX 1.6 tells it: the parts of that schema which are used here. */
export type CycloneDxBom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json'
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  serialNumber: string
  version: 1
  metadata: {
    component: {
      type: 'machine-learning-model'
      'bom-ref': string
      name: string
      version: string
      description: string
      hashes: Sha256[]
      licenses: License[]
      pedigree?: { ancestors: Ancestor[]; notes?: string }
      modelCard: ReturnType<typeof toModelCard>
      tags?: string[]
      properties: Property[]
    }
  }
  components: { type: 'file'; 'bom-ref': string; name: string; hashes: Sha256[]; properties: Property[] }[]
  dependencies: { ref: string; dependsOn?: string[] }[]
}

/**
 * Tells a manifest as a CycloneDX 1.6 machine-learning BOM, for those who keep account of what they run. Says the same
 * whenever it is asked: the serial number comes from the manifest's hash, and there is no time in it.
 *
 * @param manifestHash See `hashManifest`.
 */
export function toCycloneDx(manifest: Manifest, manifestHash: Hex): CycloneDxBom {
  const model = `manifest:${manifestHash.slice(2)}`
  const fileRef = (path: string) => `file:${path}`
  const ancestors = readAncestors(manifest)
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(manifestHash)}`,
    version: 1,
    metadata: {
      component: {
        type: 'machine-learning-model',
        'bom-ref': model,
        name: manifest.name,
        version: manifest.version,
        description: manifest.card.description,
        hashes: [{ alg: 'SHA-256', content: manifestHash.slice(2) }],
        licenses: [toLicense(manifest)],
        ...(ancestors.length === 0
          ? {}
          : {
              pedigree: {
                ancestors,
                ...(manifest.base_model_relation === undefined
                  ? {}
                  : { notes: `base_model_relation: ${manifest.base_model_relation}` }),
              },
            }),
        modelCard: toModelCard(manifest),
        ...(manifest.tags.length === 0 ? {} : { tags: manifest.tags }),
        properties: toProperties(manifest),
      },
    },
    components: manifest.files.map(({ path, size, sha256 }) => ({
      type: 'file',
      'bom-ref': fileRef(path),
      name: path,
      hashes: [{ alg: 'SHA-256', content: sha256 }],
      properties: [{ name: 'commonweal:size', value: String(size) }],
    })),
    dependencies: [{ ref: model, dependsOn: manifest.files.map(({ path }) => fileRef(path)) }],
  }
}

/** The first 16 bytes of a hash as a UUID of version 8: RFC 9562 leaves that one to whoever makes it. */
function uuidOf(hash: Hex): string {
  const digits = [...hash.slice(2, 34)]
  digits[12] = '8'
  digits[16] = ((Number.parseInt(digits[16] as string, 16) & 0x3) | 0x8).toString(16)
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function toLicense({ license, license_name, license_link }: Manifest): License {
  if (license === undefined) {
    return {
      license: {
        name: String(license_name),
        ...(license_link?.includes(':') ? { url: license_link } : {}),
      },
    }
  }
  // CycloneDX takes as an id only what its copy of the SPDX list holds; an expression is taken by its form.
  return spdxLicense(license) === license ? { license: { id: license } } : { expression: license }
}

function readAncestors({ base_model, parents }: Manifest): Ancestor[] {
  return [
    ...(base_model ?? []).map(
      (name): Ancestor => ({ type: 'machine-learning-model', 'bom-ref': `base_model:${name}`, name }),
    ),
    ...parents.map(
      ({ communityId, versionId, relation }, index): Ancestor => ({
        type: 'machine-learning-model',
        'bom-ref': `parent:${index}:${versionId}`,
        name: versionId,
        properties: [
          { name: 'commonweal:communityId', value: communityId },
          { name: 'commonweal:versionId', value: versionId },
          { name: 'commonweal:relation', value: relation },
        ],
      }),
    ),
  ]
}

function toModelCard({ task, card }: Manifest) {
  return {
    modelParameters: {
      task,
      ...(card.trainingData.length === 0 ? {} : { datasets: card.trainingData.map(toDataset) }),
    },
    ...(card.evaluation.length === 0
      ? {}
      : { quantitativeAnalysis: { performanceMetrics: card.evaluation.flatMap(toMetrics) } }),
    considerations: {
      useCases: card.intendedUse,
      technicalLimitations: [
        ...card.limitations,
        // CycloneDX has no place for what a model must not be used for.
        ...card.outOfScope.map((use) => `Out of scope: ${use}`),
      ],
      ...(card.energy === undefined ? {} : { environmentalConsiderations: toEnvironment(card.energy) }),
    },
  }
}

function toDataset({
  name,
  description,
  custodian,
  consent,
  license,
  link,
}: ManifestCard['trainingData'][number]) {
  return {
    type: 'dataset' as const,
    name,
    description,
    contents: {
      ...(link === undefined ? {} : { url: link }),
      properties: [
        { name: 'commonweal:consent', value: consent },
        ...(license === undefined ? [] : [{ name: 'commonweal:license', value: license }]),
      ],
    },
    governance: { custodians: [{ organization: { name: custodian } }] },
  }
}

/** A card's name of a metric says which part of the data it is about, or how it was computed. */
function toMetrics({ dataset, metrics }: ManifestCard['evaluation'][number]) {
  return metrics.map(({ type, name, value }) => ({
    type,
    value: String(value),
    slice: [dataset.name, dataset.config, dataset.split, name]
      .filter((part) => part !== undefined)
      .join(', '),
  }))
}

/** As properties: CycloneDX' own fields for energy also ask for a provider and a source, which a card does not know. */
function toEnvironment(energy: NonNullable<ManifestCard['energy']>): { properties: Property[] } {
  const values = Object.entries(energy).filter(([, value]) => value !== undefined)
  return {
    properties: values.map(([key, value]) => ({ name: `commonweal:energy:${key}`, value: String(value) })),
  }
}

function toProperties({
  language,
  runtime,
  policy,
  filesRoot,
  attribution,
  library_name,
}: Manifest): Property[] {
  const { sessionOptions = {}, ...settings } = runtime
  const property = (name: string, value: unknown): Property => ({
    name: `commonweal:${name}`,
    value: String(value),
  })
  return [
    property('filesRoot', filesRoot),
    property('library_name', library_name),
    ...language.map((tag) => property('language', tag)),
    ...Object.entries(settings).map(([key, value]) => property(`runtime:${key}`, value)),
    ...Object.entries(sessionOptions).map(([key, value]) => property(`runtime:sessionOptions:${key}`, value)),
    property('policyId', policy.policyId),
    ...policy.texts.map((text) => property(`policy:text:${text.language}`, text.sha256)),
    ...(attribution === undefined ? [] : [property('attribution', attribution)]),
  ]
}
