import { expect, test } from 'vitest'
import { exampleManifest } from '../../test/exampleManifest.ts'
import { refusalOf } from '../../test/refusalOf.ts'
import { encodeManifest } from './encodeManifest.ts'
import type { Manifest } from './schema.ts'

test('writes sorted keys without white space', () => {
  const json = new TextDecoder().decode(encodeManifest(exampleManifest()))
  expect(json.startsWith('{"card":{"description":"Sorts offers and needs.\\nSmall.","evaluation":[')).toBe(
    true,
  )
  expect(json.endsWith('"version":"1.0.0"}')).toBe(true)
})

test('does not depend on the order in which fields were set', () => {
  const manifest = exampleManifest()
  const reversed = Object.fromEntries(Object.entries(manifest).reverse()) as Manifest
  expect(encodeManifest(reversed)).toEqual(encodeManifest(manifest))
})

test('refuses what parseManifest would refuse', () => {
  const manifest = { ...exampleManifest(), filesRoot: `0x${'0'.repeat(64)}` as const }
  expect(() => encodeManifest(manifest)).toThrow(expect.objectContaining({ code: 'files_root_mismatch' }))
})

test('refuses a manifest larger than one block', () => {
  const manifest = exampleManifest()
  const long = Array.from({ length: 32 }, () => '\u00e9'.repeat(2000))
  manifest.card = { ...manifest.card, intendedUse: long, outOfScope: long, limitations: long }
  manifest.card.trainingData = Array.from({ length: 64 }, () => ({
    name: 'x',
    description: '\u{10ffff}'.repeat(2000),
    custodian: 'x',
    consent: '\u00e9'.repeat(2000),
  }))
  const actual = new TextEncoder().encode(JSON.stringify(manifest)).length
  expect(refusalOf(() => encodeManifest(manifest))).toStrictEqual({
    code: 'manifest_too_large',
    message: `The manifest would have ${actual} bytes; the most is 1048576.`,
    next: 'Shorten the card, or the list of files.',
    details: { expected: 1_048_576, actual },
  })
})
