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

/** Of one file beside nothing else: rule, severity, place and words. */
const said = async (path: string, bytes: Uint8Array) =>
  (await lint({ [path]: bytes })).findings.map(({ rule, severity, at, message, next }) => ({
    rule,
    severity,
    ...(at !== undefined && { at }),
    message,
    next,
  }))

test('findings stand in the order of paths, rules, places and words, whatever found them first', async () => {
  const config = json({ trust_remote_code: true, auto_map: {}, chat_template: [{}, 5, '{{ range(9999) }}'] })
  const { findings: found } = await lint({
    'b.json': config,
    'a.json': config,
    'a.py': utf8('x'),
    'c.txt': new Uint8Array(),
  })
  expect(found.map(({ path, rule, at }) => [path, rule, at])).toEqual([
    ['a.json', 'chat-template', 'chat_template[0].template'],
    ['a.json', 'chat-template', 'chat_template[1].template'],
    ['a.json', 'chat-template', 'chat_template[2].template'],
    ['a.json', 'remote-code', 'auto_map'],
    ['a.json', 'remote-code', 'trust_remote_code'],
    ['a.py', 'path', undefined],
    ['b.json', 'chat-template', 'chat_template[0].template'],
    ['b.json', 'chat-template', 'chat_template[1].template'],
    ['b.json', 'chat-template', 'chat_template[2].template'],
    ['b.json', 'remote-code', 'auto_map'],
    ['b.json', 'remote-code', 'trust_remote_code'],
    ['c.txt', 'content', undefined],
  ])
  const several = await lint({
    'a.onnx': onnx.model(
      onnx.graph(onnx.node('A', 'z.example'), onnx.node('B', 'a.example'), onnx.node('C', 'm.example')),
    ),
  })
  const words = several.findings.map(({ at = '', message }) => `${at} ${message}`)
  expect(words).toEqual(words.toSorted())
  expect(words.length).toBeGreaterThan(3)
})

test('twenty remarks alike are all told, and of more the worst are', async () => {
  const keys = (count: number) => utf8(`[${'{"__proto__":1},'.repeat(count)}0]`)
  expect(await said('a.json', keys(20))).toHaveLength(20)
  const more = await said('a.json', keys(21))
  expect(more).toHaveLength(21)
  expect(more).toContainEqual({
    rule: 'json',
    severity: 'refuse',
    message: 'has 1 more like these',
    next: 'Correct these first.',
  })
})

test('what a bundle as a whole may not be is told with what to do', async () => {
  const whole = async (entries: BundleEntry[], more = false) =>
    (await lintBundle(entries, more)).findings.map(({ message, next }) => [message, next])
  const next = 'Leave out what the model does not need to run.'
  expect(await whole([claim('a.txt', {})], true)).toEqual([['holds more than 512 files', next]])
  const large = Array.from({ length: 5 }, (_, index) => claim(`${index}.onnx_data`, { size: 4_294_967_296 }))
  expect(await whole(large)).toEqual([['holds more than 17179869184 bytes', next]])
  expect(await whole([])).toEqual([['holds no files', 'Name the folder that holds the model’s files.']])
  expect(await whole([claim('a.txt', {})])).toEqual([
    ['cannot be read', 'Make the file readable, and its name UTF-8.'],
  ])
  expect(await whole([claim('a.txt', { obstacle: 'a folder' })])).toEqual([
    ['is a folder', 'Put the file itself into the folder.'],
  ])
  expect(await whole([claim('a.txt', { size: 67_108_865 })])).toEqual([
    ['has 67108865 bytes; the most is 67108864', 'Leave out what the model does not need.'],
    ['cannot be read', 'Make the file readable, and its name UTF-8.'],
  ])
  expect(await whole([claim('a.onnx_data', { size: 4_294_967_297 })])).toEqual([
    ['has 4294967297 bytes; the most is 4294967296', 'Leave out what the model does not need.'],
  ])
})

test('512 files and sixteen gibibytes are taken, a manifest not counted', async () => {
  const read = async () => ({ sha256: '0'.repeat(64), size: 1, bytes: utf8('x'), tail: utf8('x') })
  const many = Array.from({ length: 512 }, (_, index) => claim(`${index}.txt`, { read }))
  const manifest = claim('manifest.json', {
    size: 2,
    read: async () => ({ sha256: '0'.repeat(64), size: 2, bytes: utf8('{}'), tail: utf8('{}') }),
  })
  expect(await lintBundle([...many, manifest])).toMatchObject({ verdict: 'fine', files: 512, bytes: 514 })
  const size = 4_294_967_296
  const weights = async () => ({
    sha256: '0'.repeat(64),
    size,
    bytes: new Uint8Array(9),
    tail: new Uint8Array(9),
  })
  const large = Array.from({ length: 4 }, (_, index) => claim(`${index}.onnx_data`, { size, read: weights }))
  expect(await lintBundle(large)).toMatchObject({ verdict: 'fine', bytes: 17_179_869_184 })
})

test.each([
  ['a.json', 67_108_864],
  ['a.onnx', 2_147_483_647],
  ['a.model', 67_108_864],
  ['a.txt', 67_108_864],
  ['manifest.json', 1_048_576],
  ['a.onnx_data', 1_048_576],
  ['a', 67_108_864],
])('%s is read up to %i bytes', async (path, most) => {
  let asked = 0
  const read = async (count: number) => {
    asked = count
    return { sha256: '0'.repeat(64), size: 2, bytes: utf8('{}'), tail: utf8('{}') }
  }
  await lintBundle([claim(path, { size: 2, read })])
  expect(asked).toBe(most)
})

test('a mark of byte order is a part of JSON, which has none', async () => {
  expect(await said('a.json', utf8('\ufeff{}'))).toEqual([
    {
      rule: 'json',
      severity: 'refuse',
      message: 'is not JSON',
      next: 'Write the file again with a JSON library.',
    },
  ])
})

test('JSON that cannot be read in one way is told where, by the beginning of the place', async () => {
  const next = 'Write the file again with a JSON library.'
  expect(await said('a.json', utf8('{"b":{"c":1,"c":2}}'))).toEqual([
    {
      rule: 'json',
      severity: 'refuse',
      at: 'b.c',
      message: 'holds the key "b.c" twice, so that readers disagree on its value',
      next: 'Keep one of the two.',
    },
  ])
  const deep = await said('a.json', utf8(`${'{"aaaaaaaa":'.repeat(65)}1${'}'.repeat(65)}`))
  expect(deep).toEqual([
    {
      rule: 'json',
      severity: 'refuse',
      at: 'aaaaaaaa.'.repeat(64).slice(0, 200),
      message: 'nests deeper than 64 levels',
      next,
    },
  ])
  const text = '{"z":[0,null,{"__proto__":1}],"a":{"b":{"__proto__":1}},"__proto__":1}'
  expect((await said('a.json', utf8(text))).map(({ at }) => at)).toEqual(['', 'a.b', 'z[2]'])
})

test('code that other programs would load is told field by field', async () => {
  for (const field of ['auto_map', 'custom_pipelines', 'trust_remote_code']) {
    expect(await said('a.json', json({ [field]: null }))).toEqual([
      {
        rule: 'remote-code',
        severity: 'warn',
        at: field,
        message: `names code that other programs would load with the model (${field})`,
        next: 'Leave the field out: nothing that a bundle may hold answers to it.',
      },
    ])
  }
  for (const value of [null, 5, 'auto_map', ['auto_map']])
    expect(await said('a.json', json(value))).toEqual([])
})

test('chat templates are found in each of their forms, and told by their places', async () => {
  const places = async (template: unknown) =>
    (await said('a.json', json({ chat_template: template }))).map(({ at, message }) => [at, message])
  const bad = '{{ range(9999) }}'
  const counts = 'has a chat template that counts (range) up to something that nothing bounds'
  const notText = 'has a chat template that is not text'
  expect(await places(bad)).toEqual([['chat_template', counts]])
  expect(await places([bad, { template: bad }, null, {}])).toEqual([
    ['chat_template[0].template', counts],
    ['chat_template[1].template', counts],
    ['chat_template[2].template', notText],
    ['chat_template[3].template', notText],
  ])
  expect(await places({ a: bad, b: 'x', ['c'.repeat(300)]: 5 })).toEqual([
    ['chat_template.a', counts],
    [`chat_template.${'c'.repeat(300)}`.slice(0, 200), notText],
  ])
  expect(await places(null)).toEqual([])
  expect(await places(7)).toEqual([['chat_template', notText]])
  expect(await places(Array(16).fill('x'))).toEqual([])
  expect(await places(Array(17).fill('x'))).toEqual([[undefined, 'has 17 chat templates; the most is 16']])
  expect(await said('a.jinja', utf8(bad))).toEqual([
    {
      rule: 'chat-template',
      severity: 'refuse',
      message: counts,
      next: expect.stringMatching(/^\p{Lu}.*\.$/u),
    },
  ])
  expect((await said('a.jinja', latin1('\xff'))).map(({ rule }) => rule)).toEqual(['content'])
  expect(await said('a.json', json([{ chat_template: bad }]))).toEqual([])
  expect(await said('a.json', json(null))).toEqual([])
})

test('the growth of replacements is counted, and may go to its limit', async () => {
  const replace = (content: string, pattern: unknown = { String: 'a' }) => ({
    type: 'Replace',
    pattern,
    content,
  })
  const steps = async (...normalizers: unknown[]) =>
    (await said('tokenizer.json', json({ normalizers }))).map(({ message }) => message)
  const long = ['can make a text more than 4096 times longer by replacing']
  expect(await steps(replace('x'.repeat(4_096)))).toEqual([])
  expect(await steps(replace('x'.repeat(4_097)))).toEqual(long)
  expect(await steps(replace('x'.repeat(8_192), { String: 'ab' }))).toEqual([])
  expect(await steps(replace('x'.repeat(8_193), { String: 'ab' }))).toEqual(long)
  expect(await steps(replace('', { String: 'ab' }), replace('x'.repeat(4_096)))).toEqual([])
  expect(await steps(replace('x'.repeat(4_095), { Regex: 'a' }))).toEqual([])
  expect(await steps(replace('x'.repeat(4_096), { Regex: 'a' }))).toEqual(long)
  expect(await steps(replace('x'.repeat(4_096), { String: '' }))).toEqual(long)
  expect(await steps(replace('x'.repeat(4_096), null))).toEqual(long)
  expect(await steps({ ...replace('x'.repeat(9_999)), type: 'Prepend' })).toEqual([])
  expect(await steps({ type: 'Replace', pattern: { String: 'a' } })).toEqual([])
  for (const part of ['$$', '$&', '$`', "$'", '$<', '$0', '$9']) {
    expect(await steps(replace(part))).toEqual([
      `puts in ${JSON.stringify(part)}, which transformers.js reads as a part of the text`,
    ])
  }
  expect(await steps(replace('$'), replace('$a'))).toEqual([])
})

test('a tokenizer may have 64 regular expressions, each counted and judged once', async () => {
  const expressions = (count: number) =>
    json({ steps: Array.from({ length: count }, (_, index) => ({ Regex: `a${index}` })) })
  expect(await said('a.json', expressions(64))).toEqual([])
  expect((await said('a.json', expressions(65))).map(({ message }) => message)).toEqual([
    'has 65 regular expressions; the most is 64',
  ])
  const twice = json([{ Regex: '(a+)+$' }, { Regex: '(a+)+$' }, { Regex: 5 }])
  expect((await said('a.json', twice)).map(({ at }) => at)).toEqual(['[0].Regex'])
})

test('a header of safetensors is held against its file to the byte', async () => {
  const about = async (bytes: Uint8Array) =>
    (await said('a.safetensors', bytes))
      .filter(({ rule }) => rule === 'safetensors')
      .map(({ message }) => message)
  const one = (more: object, data: number) =>
    safetensors({ a: { dtype: 'U8', shape: [1], data_offsets: [0, 1], ...more } }, data)
  expect(await about(one({}, 1))).toEqual([])
  expect(await about(safetensors({}, 0))).toEqual([])
  expect(await about(new Uint8Array(8))).toEqual([
    'has a header that is not JSON that can be read in one way only',
  ])
  expect(await about(latin1('\x03\0\0\0\0\0\0\0{}'))).toEqual([
    'has a header of 3 bytes, more than there are or may be',
  ])
  expect(await about(safetensors('null', 0))).toEqual(['has a header that is not an object'])
  expect(await about(safetensors('5', 0))).toEqual(['has a header that is not an object'])
  expect(await about(concat(latin1('\x03\0\0\0\0\0\0\0'), latin1('"\xff"')))).toEqual([
    'has a header that is not JSON that can be read in one way only',
  ])
  for (const shape of [[1, -1], [1.5], ['1'], 1, [2 ** 53]]) {
    expect(await about(one({ shape }, 1))).toEqual([
      'has the tensor "a", which has a shape that is not a list of counts',
    ])
  }
  for (const offsets of [[0], [0, 1, 2], [0, 'x'], [0, 1.5], 'ab', null]) {
    expect(await about(one({ data_offsets: offsets }, 1))).toEqual([
      'has the tensor "a", which has offsets that are not two counts',
    ])
  }
  for (const dtype of ['X', 5, undefined, 'toString']) {
    expect(await about(one({ dtype }, 1))).toEqual(['has the tensor "a", which has a type that is not known'])
  }
  expect(await about(one({ shape: [3], data_offsets: [2, 4] }, 4))).toEqual([
    'has the tensor "a", which takes 3 bytes and is given 2',
  ])
  const two = (first: [number, number], second: [number, number], data: number) => {
    const entry = ([begin, end]: [number, number]) => ({
      dtype: 'U8',
      shape: [end - begin],
      data_offsets: [begin, end],
    })
    return about(safetensors({ b: entry(first), a: entry(second) }, data))
  }
  expect(await two([0, 2], [2, 4], 4)).toEqual([])
  expect(await two([2, 4], [0, 2], 4)).toEqual([])
  expect(await two([0, 2], [5, 7], 7)).toEqual(['has 3 bytes that belong to no tensor, before "a"'])
  expect(await two([0, 2], [1, 3], 3)).toEqual(['has the tensor "a", which overlaps another'])
  // Nothing may stand anywhere, also where something begins.
  expect(await two([2, 2], [0, 2], 2)).toEqual([])
  expect(await two([0, 2], [0, 0], 2)).toEqual([])
  expect(await two([0, 2], [2, 4], 9)).toEqual(['has 5 bytes that belong to no tensor, at its end'])
  expect(await two([0, 2], [2, 4], 3)).toEqual(['has tensors beyond its end'])
})

test.each(
  Object.entries({
    BOOL: 8,
    U8: 8,
    I8: 8,
    F8_E5M2: 8,
    F8_E4M3: 8,
    F8_E8M0: 8,
    F4: 4,
    F6_E2M3: 6,
    F6_E3M2: 6,
    I16: 16,
    U16: 16,
    F16: 16,
    BF16: 16,
    I32: 32,
    U32: 32,
    F32: 32,
    I64: 64,
    U64: 64,
    F64: 64,
    C64: 64,
  }),
)('an element of %s in safetensors has %i bits', async (dtype, bits) => {
  const bytes = Math.ceil((5 * bits) / 8)
  const tensor = { dtype, shape: [5], data_offsets: [0, bytes] }
  expect((await said('a.safetensors', safetensors({ a: tensor }, bytes))).map(({ rule }) => rule)).toEqual([
    'path',
  ])
})

test('what is quoted is cut behind two hundred characters', async () => {
  const name = (length: number) => safetensors({ ['x'.repeat(length)]: null }, 0)
  const message = async (length: number) =>
    (await said('a.safetensors', name(length))).find(({ rule }) => rule === 'safetensors')?.message
  expect(await message(200)).toContain(`"${'x'.repeat(200)}"`)
  expect(await message(201)).toContain(`"${'x'.repeat(200)}…"`)
})

test('a text is a program in Python where it has statements of both kinds', async () => {
  const isProgram = async (path: string, text: string) =>
    (await said(path, utf8(text))).some(({ message }) => message === 'holds a program in Python')
  expect(await isProgram('a.txt', 'import os\nos.system("id")')).toBe(true)
  expect(await isProgram('a.txt', 'import os')).toBe(false)
  expect(await isProgram('a.txt', 'os.system("id")')).toBe(false)
  expect(await isProgram('a.md', 'import os\nos.system("id")')).toBe(false)
})

const isProgram = async (text: string) =>
  (await said('a.txt', utf8(text))).some(({ message }) => message === 'holds a program in Python')

test.each<[string, boolean]>([
  ['import os', true],
  ['import os.path as path  ', true],
  ['from os import system', true],
  ['from os.path import *', true],
  ['from os import a, b', true],
  ['an import os', false],
  ['import os, as said', false],
  ['import os as -', false],
  ['from - import system', false],
  ['from os import - a', false],
  ['from os import a!', false],
])('%j brings something in, as a program does: %s', async (line, expected) => {
  expect(await isProgram(`words\n${line}\neval(x)`)).toBe(expected)
})

test.each<[string, boolean]>([
  ['def run(', true],
  ['class Model:', true],
  ['class Model(', true],
  ['x = __import__("os")', true],
  ['exec(x)', true],
  ['subprocess.run(x)', true],
  ['undef run(', false],
  ['def -(', false],
  ['class -:', false],
  ['class Model, as said', false],
  ['subprocess.-(x)', false],
  ['medieval(x)', false],
])('%j does something, as a program does: %s', async (line, expected) => {
  expect(await isProgram(`import os\n${line}`)).toBe(expected)
})
