import { expect, test } from 'vitest'
import { exampleManifest } from '../../test/exampleManifest.ts'
import { refusalOf } from '../../test/refusalOf.ts'
import { checkManifest } from './checkManifest.ts'
import { manifestLimits } from './manifestLimits.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests put anything anywhere
type Change = (manifest: Record<string, any>) => void

function refusal(change: Change) {
  const manifest = structuredClone(exampleManifest())
  change(manifest)
  return refusalOf(() => checkManifest(manifest))
}
const next = 'Correct the field; every rule is in the sdk at src/manifest/schema.ts.'

test.each<[string, string, string | undefined, string, Change]>([
  [
    'a field of a file, with the path of the file',
    'files[1].size',
    'config.json',
    'The manifest is not valid at files[1].size ("config.json"): Too small: expected number to be >=1.',
    (manifest) => {
      manifest.files[1].size = -1
    },
  ],
  [
    'a file without a path that could be told',
    'files[1].path',
    undefined,
    'The manifest is not valid at files[1].path: Invalid input: expected string, received number.',
    (manifest) => {
      manifest.files[1].path = 5
    },
  ],
  [
    'a file that is none',
    'files[1]',
    undefined,
    'The manifest is not valid at files[1]: Invalid input: expected object, received null.',
    (manifest) => {
      manifest.files[1] = null
    },
  ],
  [
    'a list of files that is none',
    'files',
    undefined,
    'The manifest is not valid at files: Invalid input: expected array, received string.',
    (manifest) => {
      manifest.files = 'none'
    },
  ],
  [
    'the place in another list, which is no file',
    'tags[0]',
    undefined,
    'The manifest is not valid at tags[0]: Invalid input: expected string, received number.',
    (manifest) => {
      manifest.tags = [5]
    },
  ],
  [
    'the whole, where it holds a field that is not known',
    '',
    undefined,
    'The manifest is not valid: Unrecognized key: "x".',
    (manifest) => {
      manifest.x = 1
    },
  ],
])('names %s', (_, at, path, message, change) => {
  const why = message.replace(/^.*? is not valid(?: at \S+)?(?: \(.*?\))?: (.*)\.$/, '$1')
  expect(refusal(change)).toStrictEqual({
    code: 'manifest_invalid',
    message,
    next,
    details: { ...(path !== undefined && { path }), at, issues: [{ at, message: why }] },
  })
})

test('tells at most twenty of the things that are wrong', () => {
  const { details } = refusal((manifest) => {
    manifest.files = Array.from({ length: 21 }, () => null)
  })
  expect(details).toMatchObject({
    issues: Array.from({ length: 20 }, (_, index) => ({
      at: `files[${index}]`,
      message: 'Invalid input: expected object, received null',
    })),
  })
})

test('takes files up to the limit of all together, and not a byte more', () => {
  const filled = (last: number): Change => {
    return (manifest) => {
      const fourth = manifestLimits.totalBytes / 4
      for (const [index, file] of manifest.files.entries()) file.size = index === 3 ? last : fourth
    }
  }
  expect(refusal(filled(manifestLimits.totalBytes / 4)).code).toBe('files_root_mismatch')
  expect(
    refusal((manifest) => {
      filled(manifestLimits.totalBytes / 4)(manifest)
      manifest.files.push({ path: 'vocab.txt', size: 1, sha256: 'f'.repeat(64) })
    }),
  ).toStrictEqual({
    code: 'manifest_limit',
    message: 'The files have 17179869185 bytes together; the most is 17179869184.',
    details: { at: 'files', expected: 17_179_869_184, actual: 17_179_869_185 },
  })
})

test('a policy needs its words, and the policy that stands for none does not', () => {
  expect(checkManifest(exampleManifest()).policy.texts).toEqual([])
  expect(
    refusal((manifest) => {
      manifest.policy = { policyId: `0x${'1'.repeat(64)}`, texts: [] }
    }),
  ).toStrictEqual({
    code: 'manifest_invalid',
    message: 'The manifest names a policy but not its words in any language.',
    next: 'Add the language and digest of the text that the policy stands for.',
    details: { at: 'policy.texts' },
  })
})

test('a licence in words has to be in the bundle, or at an address', () => {
  const inWords = (link: string): Change => {
    return (manifest) => {
      delete manifest.license
      manifest.license_name = 'Ours'
      manifest.license_link = link
    }
  }
  expect(refusal(inWords('LICENSE'))).toStrictEqual({
    code: 'manifest_invalid',
    message: 'The licence is said to be in "LICENSE", which is not a file of the bundle.',
    next: 'Put the file into the bundle, or give the https:// address of the licence.',
    details: { path: 'LICENSE', at: 'license_link' },
  })
  const manifest = structuredClone(exampleManifest())
  inWords('https://example.org/licence')(manifest)
  expect(checkManifest(manifest).license_link).toBe('https://example.org/licence')
})

test.each<[string, Change]>([
  ['none', (manifest) => delete manifest.license],
  [
    'a name alone',
    (manifest) => {
      delete manifest.license
      manifest.license_name = 'Ours'
    },
  ],
  [
    'a link alone',
    (manifest) => {
      delete manifest.license
      manifest.license_link = 'https://example.org/licence'
    },
  ],
  [
    'an id and a name',
    (manifest) => {
      manifest.license_name = 'Ours'
    },
  ],
  [
    'an id and a link',
    (manifest) => {
      manifest.license_link = 'https://example.org/licence'
    },
  ],
])('a licence is an id, or a name with a link: %s is refused', (_, change) => {
  expect(refusal(change)).toMatchObject({
    message:
      'The manifest is not valid at license: needs either `license` or both `license_name` and `license_link`.',
    details: { at: 'license' },
  })
})

test('a root that is not that of the files is told beside the one that is', () => {
  const stated = `0x${'1'.repeat(64)}`
  expect(
    refusal((manifest) => {
      manifest.filesRoot = stated
    }),
  ).toStrictEqual({
    code: 'files_root_mismatch',
    message: 'The files listed do not give the filesRoot stated.',
    next: 'Make the manifest again from the files.',
    details: { at: 'filesRoot', expected: stated, actual: exampleManifest().filesRoot },
  })
})
