import vectors from '@commonweal/contracts/vectors/identifiers.json' with { type: 'json' }
import { AbiCoder, keccak256 } from 'ethers'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { checkSlug } from './checkSlug.ts'
import { communityId } from './communityId.ts'
import { foundingSalt } from './foundingSalt.ts'
import { modelId } from './modelId.ts'
import { policyId } from './policyId.ts'
import { roundId } from './roundId.ts'
import { versionId } from './versionId.ts'

test.each(vectors)('gives the ids that the contracts give for slug $slug', (vector) => {
  const community = communityId({
    chainId: vector.chainId,
    registry: vector.communityRegistry as Hex,
    registrar: vector.registrar as Hex,
    salt: vector.salt as Hex,
  })
  expect(community).toBe(vector.communityId)
  expect(modelId(community, vector.slug)).toBe(vector.modelId)
  const manifestHash = vector.manifestHash as Hex
  expect(versionId(vector.modelId as Hex, manifestHash, vector.contributor as Hex)).toBe(vector.versionId)
  expect(policyId(community, vector.salt as Hex)).toBe(vector.policyId)
  expect(roundId(community, vector.salt as Hex)).toBe(vector.roundId)
})

test('the factory binds the founder into the salt', () => {
  const founder = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
  const salt: Hex = `0x${'ab'.repeat(32)}`
  const expected = keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'bytes32'], [founder, salt]))
  expect(foundingSalt(founder, salt)).toBe(expected)
})

test.each(['a', '0', 'a-b', 'mutual-aid-2', 'a--b', 'x'.repeat(64)])('accepts slug %s', (slug) => {
  expect(() => checkSlug(slug)).not.toThrow()
})

test.each(['', '-a', 'a-', 'A', 'a b', 'a_b', 'é', 'a/b', '..', 'a\n', 'x'.repeat(65)])(
  'refuses slug %j',
  (slug) => {
    expect(() => modelId(`0x${'1'.repeat(64)}`, slug)).toThrow(
      expect.objectContaining({ code: 'invalid_slug' }),
    )
  },
)

test('a slug that is none is told what one is', () => {
  expect(refusalOf(() => checkSlug('A b'))).toStrictEqual({
    code: 'invalid_slug',
    message: '"A b" is not a slug.',
    next: 'Use 1 to 64 of a-z, 0-9 and hyphens, with no hyphen first or last, such as "mutual-aid-classifier".',
    details: { slug: 'A b' },
  })
})
