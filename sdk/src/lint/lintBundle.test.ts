import fc from 'fast-check'
import { sha256, stringToBytes } from 'viem'
import { expect, test, vi } from 'vitest'
import { exampleFields } from '../../test/exampleManifest.ts'
import {
  checkpoint,
  elf,
  goodBundle,
  gpt2Pattern,
  gzip,
  latin1,
  objectArray,
  pickles,
  safetensors,
  tar,
  tokenizer,
  utf8,
} from '../../test/lintFixtures.ts'
import { concat, onnx, plainModel } from '../../test/onnx.ts'
import { createManifest } from '../manifest/createManifest.ts'
import { entriesOf } from './entriesOf.ts'
import type { Finding } from './Finding.ts'
import { type BundleEntry, lintBundle } from './lintBundle.ts'

// The work is bounded in steps; how long they take depends on what else the machine does.
vi.setConfig({ testTimeout: 60_000 })

const lint = (files: Record<string, Uint8Array>) => lintBundle(entriesOf(Object.entries(files)))
/** What is said when these files are put into, or instead of those of, a bundle that is good. */
const findings = async (files: Record<string, Uint8Array>): Promise<Finding[]> =>
  (await lint({ ...goodBundle(), ...files })).findings
const json = (value: unknown) => utf8(JSON.stringify(value))

test('a good bundle is fine, and nothing is said of it', async () => {
  expect(await lint(goodBundle())).toMatchObject({ verdict: 'fine', findings: [], files: 9 })
})

test('the report says which bundle it is about: the root that its manifest has', async () => {
  const files = Object.entries(goodBundle()).map(([path, bytes]) => ({ path, bytes }))
  const manifest = createManifest({ files, fields: exampleFields })
  const report = await lint({ ...goodBundle(), 'manifest.json': json(manifest) })
  expect(report).toMatchObject({ verdict: 'fine', filesRoot: manifest.filesRoot, files: files.length })
})

test('the digest is that of the rest of the report, in canonical JSON with its keys sorted', async () => {
  const { digest, ...report } = await lint({ 'a.json': utf8('{}') })
  const canonical = `{"bytes":2,"files":1,"filesRoot":"${report.filesRoot}","findings":[],"rules":1,"schema":"urn:commonweal:lint-report:1","verdict":"fine"}`
  expect(digest).toBe(sha256(stringToBytes(canonical)))
})

test('the same bytes give the same report, in whatever order they are listed; other bytes another digest', async () => {
  const files = Object.entries({
    ...goodBundle(),
    'a.py': utf8('x'),
    'b.json': utf8('{'),
    'onnx/c.onnx': elf,
  })
  const report = await lintBundle(entriesOf(files))
  expect(await lintBundle(entriesOf(files.toReversed()))).toEqual(report)
  const other = await lint({ ...goodBundle(), LICENSE: utf8('MIT!') })
  expect(other.digest).not.toBe((await lint(goodBundle())).digest)
  expect(report.findings.map(({ path }) => path)).toEqual(['a.py', 'b.json', 'onnx/c.onnx', 'onnx/c.onnx'])
})

test.each<[string, Uint8Array, string, RegExp]>([
  // Paths that leave the bundle, or that two systems read differently.
  ['/etc/passwd.txt', utf8('x'), 'path', /absolute/],
  ['../outside.json', utf8('{}'), 'path', /could leave the bundle/],
  ['onnx/../outside.json', utf8('{}'), 'path', /could leave the bundle/],
  ['C:/windows.txt', utf8('x'), 'path', /absolute/],
  ['onnx\\model.onnx', plainModel(), 'path', /backslash/],
  ['bell\u0007.txt', utf8('x'), 'path', /control/],
  ['txt\u202egpj.txt', utf8('x'), 'path', /invisible/],
  ['config.json/x.json', utf8('{}'), 'path', /both a file and a folder/],
  ['cafe\u0301.txt', utf8('x'), 'path', /NFC/],
  // Files that transformers.js does not load.
  ['pytorch_model.bin', checkpoint, 'path', /pickle/],
  ['model.gguf', latin1('GGUF\x03\0\0\0'), 'path', /not a file a bundle may hold/],
  ['model.safetensors', safetensors({}, 0), 'path', /not a file a bundle may hold/],
  ['modeling.py', utf8('x = 1'), 'path', /executable/],
  ['.gitattributes', utf8('*.onnx filter=lfs'), 'path', /may hold/],
  ['model', utf8('x'), 'path', /no extension/],
  // Pickles, programs and archives, whatever their name.
  ['onnx/other.onnx', pickles[0], 'content', /pickle/],
  ['onnx/other.onnx', pickles[4], 'content', /pickle/],
  ['onnx/model.onnx_data', pickles[4], 'content', /pickle/],
  ['vocab.txt', pickles[0], 'content', /pickle/],
  ['config.json', pickles[0], 'content', /pickle/],
  ['spiece.model', pickles[4], 'content', /pickle/],
  ['onnx/other.onnx', checkpoint, 'content', /zip archive that holds a pickle/],
  ['config.json', checkpoint, 'content', /zip archive that holds a pickle/],
  ['onnx/model.onnx_data', concat(new Uint8Array(64), checkpoint), 'content', /zip archive behind it/],
  ['vocab.txt', tar, 'content', /tar/],
  ['onnx/other.onnx', gzip, 'content', /gzip/],
  ['spiece.model', latin1('x\x9c\xcb\xc8'), 'content', /zlib/],
  ['onnx/model.onnx_data', objectArray, 'content', /objects, which is a pickle/],
  ['README.md', elf, 'content', /ELF/],
  ['vocab.txt', utf8('#!/bin/sh\nrm -rf /\n'), 'content', /script/],
  ['NOTICE', utf8('import os\n\ndef main():\n    os.system("id")\n'), 'content', /Python/],
  ['onnx/other.onnx', latin1('\0asm\x01\0\0\0'), 'content', /WebAssembly/],
  ['onnx/other.onnx', latin1('GGUF\x03\0\0\0'), 'content', /GGUF/],
  ['LICENSE', new Uint8Array(), 'content', /empty/],
  ['vocab.txt', latin1('\xff\xfe'), 'content', /not text/],
  ['vocab.txt', utf8('a\0b'), 'content', /zeros/],
  // JSON.
  ['config.json', utf8('{"a":1,"b":{"c":1,"c":2}}'), 'json', /"b.c" twice/],
  ['config.json', utf8('{"a":1'), 'json', /not JSON/],
  ['config.json', utf8(`${'['.repeat(65)}${']'.repeat(65)}`), 'json', /deeper than 64/],
  ['config.json', utf8(`${'['.repeat(100_000)}`), 'json', /deeper than 64/],
  ['config.json', utf8('{"a":[{"__proto__":{"polluted":true}}]}'), 'json', /__proto__/],
  ['config.json', utf8(`[${'{"__proto__":1},'.repeat(30)}0]`), 'json', /has 1 more/],
  // ONNX.
  ['onnx/other.onnx', utf8('not a model'), 'onnx', /not a well-formed/],
  [
    'onnx/other.onnx',
    onnx.model(
      onnx.opset(21),
      onnx.graph(onnx.initializer(onnx.dims(2), onnx.external({ location: '/etc/passwd' }))),
    ),
    'onnx',
    /"\/etc\/passwd"/,
  ],
  [
    'onnx/other.onnx',
    onnx.model(
      onnx.opset(21),
      onnx.graph(onnx.initializer(onnx.dims(3), onnx.external({ location: 'model.onnx_data' }))),
    ),
    'onnx',
    /beyond the end of "model.onnx_data", which has 8 bytes/,
  ],
  [
    'onnx/other.onnx',
    onnx.model(onnx.opset(21), onnx.graph(onnx.node('Run', 'evil.example'))),
    'onnx',
    /"evil.example"/,
  ],
  // Tokenizers.
  ['tokenizer.json', json(tokenizer('(a+)+$')), 'tokenizer', /takes twice as long/],
  ['tokenizer.json', json(tokenizer(String.raw`\s*\s*\s*x`)), 'tokenizer', /power 4/],
  [
    'tokenizer.json',
    json({ decoder: { type: 'Replace', pattern: { Regex: '(a*)*b' } } }),
    'tokenizer',
    /twice/,
  ],
  [
    'tokenizer.json',
    json({ pre_tokenizers: Array.from({ length: 65 }, (_, index) => ({ Regex: `a${index}` })) }),
    'tokenizer',
    /65 regular expressions/,
  ],
  [
    'tokenizer.json',
    json({
      normalizers: ['a', 'b', 'c', 'd'].map((letter) => ({
        type: 'Replace',
        pattern: { String: letter },
        content: 'x'.repeat(10),
      })),
    }),
    'tokenizer',
    /4096 times longer/,
  ],
  [
    'tokenizer.json',
    json({ normalizer: { type: 'Replace', pattern: { String: 'a' }, content: '$`$`' } }),
    'tokenizer',
    /reads as a part of the text/,
  ],
  // Chat templates.
  ['tokenizer_config.json', json({ chat_template: '{{ range(1000000000) }}' }), 'chat-template', /counts/],
  [
    'tokenizer_config.json',
    json({ chat_template: [{ name: 'tool_use', template: '{{ range(1000000000) }}' }] }),
    'chat-template',
    /counts/,
  ],
  ['chat_template.json', json({ chat_template: '{{ range(1000000000) }}' }), 'chat-template', /counts/],
  [
    'processor_config.json',
    json({ chat_template: { default: '{{ range(1000000000) }}' } }),
    'chat-template',
    /counts/,
  ],
  ['chat_template.jinja', utf8('{{ range(1000000000) }}'), 'chat-template', /counts/],
  ['chat_template.jinja', utf8('{% for m in messages %}'), 'chat-template', /cannot be read/],
  ['tokenizer_config.json', json({ chat_template: [{ name: 'x' }] }), 'chat-template', /not text/],
  ['tokenizer_config.json', json({ chat_template: 7 }), 'chat-template', /not text/],
  [
    'tokenizer_config.json',
    json({ chat_template: Array(17).fill({ name: 'x', template: 'x' }) }),
    'chat-template',
    /17 chat templates/,
  ],
])('%s is refused (%#)', async (path, bytes, rule, message) => {
  const found = await findings({ [path]: bytes })
  expect(found).toContainEqual(
    expect.objectContaining({ rule, path, severity: 'refuse', message: expect.stringMatching(message) }),
  )
  expect(found.every((finding) => finding.message !== '' && finding.next !== '')).toBe(true)
})

test.each<[string, string, RegExp]>([
  ['Config.json', 'config.json', /differs from "Config.json" only in case or form/],
  ['ff.txt', 'ﬀ.txt', /differs from "ff.txt" only in case or form/],
  ['A/x.txt', 'a/y.txt', /folder differs from "A" only in case or form/],
  ['a.txt', 'a.txt/b.txt', /"a.txt" is both a file and a folder/],
])('%s and %s in one bundle are refused', async (one, other, message) => {
  const report = await lint({ [one]: json({}), [other]: json({}) })
  expect(report.findings).toEqual([
    expect.objectContaining({
      rule: 'path',
      path: other,
      severity: 'refuse',
      message: expect.stringMatching(message),
    }),
  ])
})

test.each<[string, Uint8Array, RegExp]>([
  ['shorter than its length', new Uint8Array(7), /shorter/],
  ['a header beyond its end', latin1('\xff\xff\0\0\0\0\0\0{}'), /header of 65535 bytes/],
  ['a header of 2^63 bytes', latin1('\0\0\0\0\0\0\0\x80{}'), /header of 9223372036854775808 bytes/],
  ['a header that is not JSON', safetensors('{', 0), /not JSON/],
  ['a key twice', safetensors('{"a":1,"a":2}', 0), /one way only/],
  ['a list as header', safetensors([], 0), /not an object/],
  [
    'a type that is not known',
    safetensors({ a: { dtype: 'X', shape: [1], data_offsets: [0, 1] } }, 1),
    /"a", which has a type/,
  ],
  ['a shape of text', safetensors({ a: { dtype: 'U8', shape: ['1'], data_offsets: [0, 1] } }, 1), /shape/],
  ['an offset below 0', safetensors({ a: { dtype: 'U8', shape: [1], data_offsets: [-1, 0] } }, 1), /offsets/],
  ['three offsets', safetensors({ a: { dtype: 'U8', shape: [1], data_offsets: [0, 1, 2] } }, 1), /offsets/],
  [
    'fewer bytes than its shape',
    safetensors({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, 4),
    /takes 8/,
  ],
  [
    'a shape that overflows',
    safetensors({ a: { dtype: 'U8', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 4] } }, 4),
    /takes 1208925819614629174706176 bytes/,
  ],
  [
    'tensors that overlap',
    safetensors(
      {
        a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] },
        b: { dtype: 'U8', shape: [4], data_offsets: [2, 6] },
      },
      6,
    ),
    /"b", which overlaps/,
  ],
  [
    'a gap',
    safetensors({ a: { dtype: 'U8', shape: [4], data_offsets: [4, 8] } }, 8),
    /4 bytes that belong to no tensor, before "a"/,
  ],
  [
    'more at its end',
    safetensors({ a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, 8),
    /4 bytes .* at its end/,
  ],
  [
    'a tensor beyond its end',
    safetensors({ a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, 2),
    /beyond/,
  ],
  ['null for a tensor', safetensors({ a: null }, 0), /type/],
])('safetensors with %s are refused', async (_, bytes, message) => {
  expect(await findings({ 'model.safetensors': bytes })).toContainEqual(
    expect.objectContaining({ rule: 'safetensors', message: expect.stringMatching(message) }),
  )
})

test('safetensors whose header holds are refused for their kind alone', async () => {
  const good = safetensors(
    {
      __metadata__: { format: 'pt' },
      b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
      a: { dtype: 'F4', shape: [8], data_offsets: [0, 4] },
    },
    12,
  )
  expect((await findings({ 'model.safetensors': good })).map(({ rule }) => rule)).toEqual(['path'])
})

test('the expression of GPT-2 is noted and fine; code to be loaded elsewhere is a warning and fine', async () => {
  const report = await lint({
    ...goodBundle(),
    'tokenizer.json': json(tokenizer(gpt2Pattern)),
    'config.json': json({ auto_map: { AutoModel: 'modeling.Model' } }),
  })
  expect(report.verdict).toBe('fine')
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: 'remote-code', severity: 'warn', path: 'config.json', at: 'auto_map' }),
    expect.objectContaining({
      rule: 'tokenizer',
      severity: 'note',
      path: 'tokenizer.json',
      at: 'pre_tokenizer.pattern.Regex',
    }),
  ])
})

const claim = (path: string, entry: Partial<BundleEntry>): BundleEntry => ({
  path,
  size: 1,
  read: () => Promise.reject(new Error('must not be read')),
  ...entry,
})

test('what is not a file is refused as what it is, and not read', async () => {
  const link = claim('config.json', { obstacle: 'a symbolic link' })
  const report = await lintBundle([link, ...entriesOf([['LICENSE', utf8('MIT')]])])
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: 'path', path: 'config.json', message: 'is a symbolic link' }),
  ])
  expect(report.filesRoot).toBeNull()
})

test('a file that cannot be read is refused', async () => {
  const report = await lintBundle([claim('config.json', {})])
  expect(report.findings).toEqual([
    expect.objectContaining({ path: 'config.json', message: 'cannot be read' }),
  ])
})

test.each<[string, BundleEntry[], boolean, RegExp]>([
  [
    'files',
    Array.from({ length: 513 }, (_, index) => claim(`${index}.txt`, {})),
    false,
    /more than 512 files/,
  ],
  ['files than were listed', [claim('a.txt', {})], true, /more than 512 files/],
  [
    'bytes',
    Array.from({ length: 5 }, (_, index) => claim(`${index}.onnx_data`, { size: 4_294_967_296 })),
    false,
    /more than 17179869184 bytes/,
  ],
])('a bundle of too many %s is refused, and none is read', async (_, entries, more, message) => {
  const report = await lintBundle(entries, more)
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: 'limit', path: '', message: expect.stringMatching(message) }),
  ])
  expect(report.filesRoot).toBeNull()
})

test('nothing at all is refused', async () => {
  expect(await lintBundle([])).toMatchObject({
    verdict: 'refused',
    filesRoot: null,
    findings: [{ rule: 'limit', message: 'holds no files' }],
  })
})

test.each([
  ['a.onnx_data', 4_294_967_297],
  ['a.onnx', 2_147_483_648],
  ['a.json', 67_108_865],
  ['a.txt', 67_108_865],
  ['a.model', 67_108_865],
  ['manifest.json', 1_048_577],
])('%s of %i bytes is refused', async (path, size) => {
  const cut = claim(path, {
    size,
    read: async () => ({ sha256: '0'.repeat(64), size, bytes: utf8('{'), tail: new Uint8Array() }),
  })
  const { findings: found } = await lintBundle([cut, ...entriesOf([['LICENSE', utf8('MIT')]])])
  expect(found).toEqual([
    expect.objectContaining({ rule: 'limit', path, message: expect.stringContaining(`has ${size} bytes`) }),
  ])
})

test('a large file of weights is judged by its beginning and its end', async () => {
  const size = 3_000_000_000
  const weights = (bytes: Uint8Array, tail: Uint8Array) =>
    claim('a.onnx_data', { size, read: async () => ({ sha256: '0'.repeat(64), size, bytes, tail }) })
  expect(await lintBundle([weights(new Uint8Array(1000), new Uint8Array(1000))])).toMatchObject({
    verdict: 'fine',
  })
  expect(await lintBundle([weights(new Uint8Array(1000), checkpoint)])).toMatchObject({ verdict: 'refused' })
  expect(await lintBundle([weights(pickles[4], new Uint8Array(1000))])).toMatchObject({ verdict: 'refused' })
})

test('of many findings alike the first are told and the others counted, the worst first', async () => {
  const model = onnx.model(
    onnx.opset(21),
    onnx.graph(
      ...Array.from({ length: 30 }, () =>
        onnx.initializer(onnx.dims(1), onnx.external({ location: 'LICENSE' })),
      ),
      onnx.initializer(onnx.dims(1), onnx.external({ location: '/etc/passwd' })),
    ),
  )
  const { findings: found } = await lint({ 'a.onnx': model, LICENSE: utf8('MIT!') })
  expect(found).toHaveLength(21)
  expect(found).toContainEqual(expect.objectContaining({ severity: 'refuse' }))
  expect(found).toContainEqual(
    expect.objectContaining({ severity: 'warn', message: 'has 11 more like these' }),
  )
})

const mutated = (bytes: Uint8Array) =>
  fc
    .array(
      fc.oneof(
        fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat(255) }),
        fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat(64) }),
        fc.record({ kind: fc.constant('double' as const), at: fc.nat(), value: fc.nat(64) }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((changes) =>
      changes.reduce((result, { kind, at, value }) => {
        const place = result.length === 0 ? 0 : at % result.length
        if (kind === 'set') return result.map((byte, index) => (index === place ? value : byte))
        const [before, piece, after] = [
          result.subarray(0, place),
          result.subarray(place, place + value),
          result.subarray(place + value),
        ]
        return kind === 'cut' ? concat(before, after) : concat(before, piece, piece, after)
      }, bytes),
    )

test.each([
  'config.json',
  'tokenizer.json',
  'onnx/a.onnx',
  'a.onnx_data',
  'a.safetensors',
  'a.txt',
  'a.jinja',
  'a.model',
])('random bytes as %s give findings and nothing else', async (path) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 512, size: 'max' }), async (bytes) => {
      const report = await lint({ [path]: bytes })
      expect(report.verdict).toMatch(/^(fine|refused)$/)
    }),
    { numRuns: 200 },
  )
})

test.each<[string, Uint8Array]>([
  ['a.onnx', goodBundle()['onnx/model.onnx'] as Uint8Array],
  ['a.safetensors', safetensors({ a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, 4)],
  ['tokenizer.json', json({ pre_tokenizer: { pattern: { Regex: '(?:ab?|[b-d]+)*(?!c)' } } })],
  [
    'a.jinja',
    utf8('{% set n = 3 %}{% for m in messages %}{{ m.x|replace("a", "b") ~ range(n) }}{% endfor %}'),
  ],
  ['a.onnx_data', pickles[4]],
])('%s with random changes gives findings and nothing else', async (path, bytes) => {
  await fc.assert(
    fc.asyncProperty(mutated(bytes), async (changed) => {
      const report = await lint({ [path]: changed })
      expect(report.findings.every(({ message, next }) => message !== '' && next !== '')).toBe(true)
    }),
    { numRuns: 200 },
  )
})
