import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { exampleManifest } from '../../test/exampleManifest.ts'
import { ManifestError } from '../errors/ManifestError.ts'
import { encodeManifest } from './encodeManifest.ts'
import { hashManifest } from './hashManifest.ts'
import { manifestLimits } from './manifestLimits.ts'
import { parseManifest } from './parseManifest.ts'
import { type Manifest, manifestSchema } from './schema.ts'

const text = (value: string) => new TextEncoder().encode(value)
const canonical = () => new TextDecoder().decode(encodeManifest(exampleManifest()))

function refusal(bytes: Uint8Array): ManifestError {
  try {
    parseManifest(bytes)
  } catch (error) {
    if (error instanceof ManifestError) return error
    throw error
  }
  throw new Error('the manifest was accepted')
}

// biome-ignore lint/suspicious/noExplicitAny: tests put anything anywhere
type Loose = Record<string, any>

/** The canonical bytes of the example with something changed, whether or not that is allowed. */
function changed(change: (manifest: Loose) => void): Uint8Array {
  const manifest = structuredClone(exampleManifest()) as Loose
  change(manifest)
  return text(canonicalize(manifest) as string)
}

test('reads back what was written', () => {
  expect(parseManifest(encodeManifest(exampleManifest()))).toEqual(exampleManifest())
})

test('the schema can be published as a JSON schema', () => {
  const schema = z.toJSONSchema(manifestSchema)
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
  expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(exampleManifest())))
})

test('the hash is the sha256 of the bytes', () => {
  const bytes = encodeManifest(exampleManifest())
  const expected = createHash('sha256').update(bytes).digest('hex')
  expect(hashManifest(bytes)).toBe(`0x${expected}`)
})

describe('refuses bytes that are not the canonical encoding', () => {
  test.each([
    ['white space at the end', (json: string) => `${json}\n`],
    ['white space inside', (json: string) => json.replace(',"files"', ', "files"')],
    [
      'keys in another order',
      (json: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).reverse())),
    ],
    ['an escape that is not needed', (json: string) => json.replace('"Mutual', '"\\u004dutual')],
    ['a number in another form', (json: string) => json.replace('"value":0.9', '"value":9e-1')],
  ])('%s', (_, change) => {
    const before = canonical()
    const after = change(before)
    expect(after).not.toBe(before)
    expect(refusal(text(after)).code).toBe('manifest_not_canonical')
  })

  test('and shows what stands there, and what should', () => {
    const error = refusal(text(canonical().replace(',"files"', ', "files"')))
    const offset = canonical().indexOf('"files"')
    expect(error.details).toEqual({
      offset: new TextEncoder().encode(canonical().slice(0, offset)).length,
      expected: expect.stringMatching(/^.{8}"files":\[\{"path":"README/),
      actual: expect.stringMatching(/^.{8} "files":\[\{"path":"READM/),
    })
  })

  test('a byte-order mark', () => {
    expect(refusal(new Uint8Array([0xef, 0xbb, 0xbf, ...text(canonical())])).code).toBe('manifest_syntax')
  })
})

test.each([
  ['an invalid byte', [0x7b, 0xff, 0x7d]],
  ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
  ['a surrogate in UTF-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
])('refuses %s', (_, bytes) => {
  expect(refusal(new Uint8Array(bytes)).code).toBe('manifest_not_utf8')
})

test('refuses a key that stands twice, by name, even where the values agree', () => {
  const error = refusal(
    text(canonical().replace(',"name":"Mutual', ',"name":"Mutual aid classifier","name":"Mutual')),
  )
  expect(error).toMatchObject({ code: 'manifest_duplicate_key', at: 'name' })
})

test('refuses more than its limit before reading anything', () => {
  expect(refusal(new Uint8Array(manifestLimits.manifestBytes + 1)).code).toBe('manifest_too_large')
})

test('refuses nesting beyond its limit', () => {
  expect(refusal(text('['.repeat(100_000))).code).toBe('manifest_too_deep')
})

describe('refuses a value, naming the place', () => {
  type Change = (manifest: Loose) => void
  test.each<[string, string, Change]>([
    [
      'another schema',
      'schema',
      (m) => {
        m.schema = 'urn:commonweal:manifest:2'
      },
    ],
    [
      'an unknown field',
      '',
      (m) => {
        m.postinstall = 'x'
      },
    ],
    [
      'an unknown field inside',
      'runtime',
      (m) => {
        m.runtime.executable = true
      },
    ],
    [
      'an unknown task',
      'task',
      (m) => {
        m.task = 'ner'
      },
    ],
    [
      'a missing name',
      'name',
      (m) => {
        delete m.name
      },
    ],
    [
      'a name that hides its direction',
      'name',
      (m) => {
        m.name = 'a\u202eb'
      },
    ],
    [
      'a name with a line break',
      'name',
      (m) => {
        m.name = 'a\nb'
      },
    ],
    [
      'a name not in NFC',
      'name',
      (m) => {
        m.name = 'cafe\u0301'
      },
    ],
    [
      'a version range',
      'version',
      (m) => {
        m.version = '^1.0.0'
      },
    ],
    [
      'a language in another shape',
      'language[0]',
      (m) => {
        m.language = ['EN_us']
      },
    ],
    [
      'a language twice',
      'language',
      (m) => {
        m.language = ['en', 'en']
      },
    ],
    [
      'no licence',
      'license',
      (m) => {
        delete m.license
      },
    ],
    [
      'two licences',
      'license',
      (m) => {
        m.license_name = 'Ours'
        m.license_link = 'https://example.org/x'
      },
    ],
    [
      'a link that a page would run',
      'license_link',
      (m) => {
        delete m.license
        m.license_name = 'x'
        m.license_link = 'javascript:alert(1)'
      },
    ],
    [
      'dtype auto',
      'runtime.dtype',
      (m) => {
        m.runtime.dtype = 'auto'
      },
    ],
    [
      'a dtype path',
      'runtime.dtype',
      (m) => {
        m.runtime.dtype = '../x'
      },
    ],
    [
      'no bound on inputs',
      'runtime.maxInputTokens',
      (m) => {
        delete m.runtime.maxInputTokens
      },
    ],
    [
      'no files',
      'files',
      (m) => {
        m.files = []
      },
    ],
    [
      'too many files',
      'files',
      (m) => {
        m.files = Array.from({ length: 513 }, (_, i) => ({
          ...m.files[0],
          path: `${String(i).padStart(4, '0')}.json`,
        }))
      },
    ],
    [
      'an empty file',
      'files[0].size',
      (m) => {
        m.files[0].size = 0
      },
    ],
    [
      'a negative size',
      'files[0].size',
      (m) => {
        m.files[0].size = -1
      },
    ],
    [
      'half a byte',
      'files[0].size',
      (m) => {
        m.files[0].size = 1.5
      },
    ],
    [
      'a file too large',
      'files[0].size',
      (m) => {
        m.files[0].size = manifestLimits.fileBytes + 1
      },
    ],
    [
      'a digest in capitals',
      'files[0].sha256',
      (m) => {
        m.files[0].sha256 = 'A'.repeat(64)
      },
    ],
    [
      'a digest too short',
      'files[0].sha256',
      (m) => {
        m.files[0].sha256 = 'a'.repeat(63)
      },
    ],
    [
      'a symbolic link',
      'files[0]',
      (m) => {
        m.files[0].link = '/etc/passwd'
      },
    ],
    [
      'a policy without its words',
      'policy.texts',
      (m) => {
        m.policy.policyId = `0x${'1'.repeat(64)}`
      },
    ],
    [
      'an upper-case policy id',
      'policy.policyId',
      (m) => {
        m.policy.policyId = `0x${'A'.repeat(64)}`
      },
    ],
  ])('%s', (_, at, change) => {
    const error = refusal(changed(change))
    expect(error.code).toBe('manifest_invalid')
    expect(error.at).toBe(at)
  })

  test('and the file, where the place is in one', () => {
    expect(
      refusal(
        changed((m) => {
          m.files[1].size = 0
        }),
      ).path,
    ).toBe('config.json')
  })
})

test('refuses a path by its name', () => {
  const error = refusal(
    changed((m) => {
      m.files[0].path = '../../etc/cron.json'
    }),
  )
  expect(error).toMatchObject({ code: 'path_refused', path: '../../etc/cron.json' })
})

test('refuses a root that the files do not give', () => {
  const error = refusal(
    changed((m) => {
      m.files[0].sha256 = 'f'.repeat(64)
    }),
  )
  expect(error.code).toBe('files_root_mismatch')
  expect(error.details).toMatchObject({ expected: exampleManifest().filesRoot })
})

test('refuses more bytes together than the limit', () => {
  const error = refusal(
    changed((m) => {
      m.files = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
        ...m.files[0],
        path: `${name}.json`,
        size: manifestLimits.fileBytes,
      }))
    }),
  )
  expect(error.code).toBe('manifest_limit')
})

test('a __proto__ key is refused and touches nothing', () => {
  const json = canonical().replace('{"card"', '{"__proto__":{"polluted":1},"card"')
  expect(refusal(text(json)).code).toBe('manifest_invalid')
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('any single changed byte is refused or changes the hash', () => {
  const bytes = encodeManifest(exampleManifest())
  const hash = hashManifest(bytes)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, difference) => {
      const twisted = bytes.slice()
      twisted[index] = ((twisted[index] as number) + difference) % 256
      expect(hashManifest(twisted)).not.toBe(hash)
      let parsed: Manifest | undefined
      try {
        parsed = parseManifest(twisted)
      } catch (error) {
        expect(error).toBeInstanceOf(ManifestError)
      }
      // What is accepted is exactly what the bytes say: nothing was mended on the way.
      if (parsed !== undefined) expect(encodeManifest(parsed)).toEqual(twisted)
    }),
    { numRuns: 300 },
  )
})

test('never throws anything but a ManifestError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map(text)), (bytes) => {
      expect(() => parseManifest(bytes)).toThrow(ManifestError)
    }),
  )
})

test('says what is wrong with bytes that hold no manifest, and what to do', () => {
  const size = manifestLimits.manifestBytes
  expect(refusal(new Uint8Array(size)).code).toBe('manifest_syntax')
  expect(refusal(new Uint8Array(size + 1)).toJSON()).toStrictEqual({
    code: 'manifest_too_large',
    message: 'The manifest has 1048577 bytes; the most is 1048576.',
    details: { expected: size, actual: size + 1 },
  })
  const notText = refusal(new Uint8Array([255]))
  expect(notText.message).toBe('The manifest is not valid UTF-8.')
  expect(notText.cause).toBeInstanceOf(TypeError)
  expect(refusal(text('{"a":1 }')).toJSON()).toStrictEqual({
    code: 'manifest_not_canonical',
    message: 'The manifest is not canonical JSON (RFC 8785): it differs first at byte 6.',
    next: 'Write it with `encodeManifest`: sorted keys, no white space, shortest numbers.',
    details: { offset: 6, expected: '{"a":1}', actual: '{"a":1 }' },
  })
  // JSON allows it; as a number it is infinite, which JSON does not.
  const endless = refusal(text('{"a":1e999}'))
  expect(endless.code).toBe('manifest_not_canonical')
  expect(endless.message).toBe('The manifest holds a value that canonical JSON cannot express.')
  expect(endless.cause).toBeInstanceOf(Error)
})
