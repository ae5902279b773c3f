import { createHash } from 'node:crypto'
import { CarReader } from '@ipld/car'
import { decode } from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'
import { create as createDigest } from 'multiformats/hashes/digest'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { exampleFiles, exampleManifest } from '../../test/exampleManifest.ts'
import { refusalOf } from '../../test/refusalOf.ts'
import { encodeManifest } from '../manifest/encodeManifest.ts'
import { hashManifest } from '../manifest/hashManifest.ts'
import { artifactsCid } from './artifactsCid.ts'
import { artifactsDigest } from './artifactsDigest.ts'
import { encodeCar } from './encodeCar.ts'
import { importArtifacts } from './importArtifacts.ts'

const manifest = encodeManifest(exampleManifest())
const bundle = [...exampleFiles, { path: 'manifest.json', bytes: manifest }]

test('every block hashes to its own identifier and every link leads to a block', async () => {
  const { root, blocks } = await importArtifacts(bundle)
  const known = new Map(blocks.map((block) => [block.cid.toString(), block.bytes]))
  for (const { cid, bytes } of blocks) {
    expect(createHash('sha256').update(bytes).digest()).toEqual(Buffer.from(cid.multihash.digest))
    if (cid.code === 0x70)
      for (const link of decode(bytes).Links) expect(known.has(link.Hash.toString())).toBe(true)
  }
  expect(decode(known.get(root.toString()) as Uint8Array).Links.map((link) => link.Name)).toEqual([
    'README.md',
    'config.json',
    'manifest.json',
    'onnx',
    'tokenizer.json',
  ])
})

test('manifest.json is one raw block whose digest is the manifestHash of the chain', async () => {
  const { root, blocks } = await importArtifacts(bundle)
  const folder = decode(blocks.find((block) => block.cid.equals(root))?.bytes as Uint8Array)
  const link = folder.Links.find((each) => each.Name === 'manifest.json')?.Hash as CID
  expect(link.code).toBe(0x55)
  expect(artifactsDigest(link).root).toBe(hashManifest(manifest))
})

test('the CID depends on names and bytes, not on the order given', async () => {
  const { root } = await importArtifacts(bundle)
  expect((await importArtifacts([...bundle].reverse())).root.toString()).toBe(root.toString())
  const renamed = bundle.map((file) => (file.path === 'README.md' ? { ...file, path: 'READ.md' } : file))
  expect((await importArtifacts(renamed)).root.toString()).not.toBe(root.toString())
})

test('known answer of Kubo for the profile: one file of 3 MiB and a byte becomes four raw leaves', async () => {
  const bytes = new Uint8Array(3 * 1_048_576 + 1)
  const { blocks } = await importArtifacts([{ path: 'zeros.txt', bytes }])
  const lengths = blocks.filter((block) => block.cid.code === 0x55).map((block) => block.bytes.length)
  // Three equal leaves are one block.
  expect(lengths.sort()).toEqual([1, 1_048_576])
  const file = blocks
    .filter((block) => block.cid.code === 0x70)
    .map((block) => decode(block.bytes).Links.length)
  expect(file.sort()).toEqual([1, 4])
})

test('a CAR of it reads back with the same root and blocks', async () => {
  const packed = await importArtifacts(bundle)
  const pieces: Uint8Array[] = []
  for await (const piece of encodeCar(packed)) pieces.push(piece)
  const reader = await CarReader.fromBytes(Buffer.concat(pieces))
  expect((await reader.getRoots()).map(String)).toEqual([packed.root.toString()])
  const read: string[] = []
  for await (const block of reader.blocks()) read.push(block.cid.toString())
  expect(read).toEqual(packed.blocks.map((block) => block.cid.toString()))
})

test('refuses an empty bundle and a path twice', async () => {
  await expect(importArtifacts([])).rejects.toMatchObject({ code: 'bundle_refused' })
  await expect(importArtifacts([bundle[0], bundle[0]] as typeof bundle)).rejects.toMatchObject({
    code: 'bundle_refused',
  })
})

test('what stands on chain leads back to the CID', async () => {
  const { root } = await importArtifacts(bundle)
  const onChain = artifactsDigest(root)
  expect(onChain.codec).toBe(0x70n)
  expect(artifactsCid(onChain.root, onChain.codec).equals(root)).toBe(true)
})

test.each([0x71, 0, 0x70n + 2n ** 64n, 0x12])('refuses codec %s', (codec) => {
  expect(() => artifactsCid(`0x${'1'.repeat(64)}`, codec)).toThrow(
    expect.objectContaining({ code: 'cid_refused' }),
  )
})

test.each(['0x', `0x${'1'.repeat(62)}`, `0x${'1'.repeat(66)}`, `0x${'g'.repeat(64)}`, '1'.repeat(64)])(
  'refuses root %s',
  (root) => {
    expect(() => artifactsCid(root as `0x${string}`, 0x70)).toThrow(
      expect.objectContaining({ code: 'cid_refused' }),
    )
  },
)

test.each([
  ['version 0', 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG'],
  ['dag-cbor', 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'],
  ['an identity hash', 'bafkqaaa'],
])('refuses a CID of %s', (_, cid) => {
  expect(() => artifactsDigest(CID.parse(cid))).toThrow(expect.objectContaining({ code: 'cid_refused' }))
})

test('what cannot stand on chain, or come from it, is told why', async () => {
  const root: Hex = `0x${'1'.repeat(63)}`
  expect(refusalOf(() => artifactsCid(root, 0x70))).toStrictEqual({
    code: 'cid_refused',
    message: 'An artifacts root is a sha2-256 digest of 32 bytes in hex.',
    details: { root },
  })
  expect(refusalOf(() => artifactsCid(`${root}1`, 0x71n))).toStrictEqual({
    code: 'cid_refused',
    message: 'Codec 0x71 is neither dag-pb (0x70) nor raw (0x55).',
    details: { codec: 0x71 },
  })
  const cid = CID.parse('bafkqaaa')
  expect(refusalOf(() => artifactsDigest(cid))).toStrictEqual({
    code: 'cid_refused',
    message: 'bafkqaaa is not a CIDv1 with sha2-256 and codec dag-pb or raw.',
    next: 'Add the folder with the import profile unixfs-v1-2025.',
    details: { cid: 'bafkqaaa' },
  })
  await expect(importArtifacts([])).rejects.toThrow('The bundle holds no file.')
  await expect(importArtifacts([...bundle, ...bundle])).rejects.toMatchObject({
    message: '"config.json" is in the bundle twice.',
    details: { path: 'config.json' },
  })
})

test('a raw block stands on chain like a folder', () => {
  const root: Hex = `0x${'1'.repeat(64)}`
  expect(artifactsDigest(artifactsCid(root, 0x55n))).toEqual({ root, codec: 0x55n })
})

test.each([
  ['another hash of 32 bytes', 0x1b, 32],
  ['a shorter hash', 0x12, 20],
])('refuses a CID with %s', (_, code, length) => {
  const cid = CID.createV1(0x55, createDigest(code, new Uint8Array(length)))
  expect(() => artifactsDigest(cid)).toThrow(expect.objectContaining({ code: 'cid_refused' }))
})

test('a CAR whose blocks cannot be read to the end ends with their error', async () => {
  const { root, blocks } = await importArtifacts(bundle)
  function* torn() {
    yield* blocks.slice(0, 1)
    throw new Error('The disk is gone.')
  }
  const read = async () => {
    for await (const piece of encodeCar({ root, blocks: torn() })) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toThrow('The disk is gone.')
})
