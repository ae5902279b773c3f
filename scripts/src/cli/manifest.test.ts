import { createHash } from 'node:crypto'
import {
  appendFile,
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filesRoot } from '@commonweal/sdk/manifest/filesRoot'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { commandLine } from './test/commandLine.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const shipped = join(import.meta.dirname, '../../../inference-worker/models/mutual-aid-encoder')
const { cli, answer } = commandLine(() => ({}))
let folder: string
let count = 0

/** A copy of a model that ships, without its manifest, as whoever publishes a model has it. */
async function repository(): Promise<string> {
  const directory = join(folder, `repository-${count++}`)
  await cp(shipped, directory, { recursive: true })
  await rm(join(directory, 'manifest.json'))
  return directory
}

/** The report of a command that has to fail, which says the same in a sentence for people. */
async function report(...args: string[]) {
  const { code, stdout, stderr } = await cli(['manifest', ...args])
  expect(code).toBe(1)
  const told = JSON.parse(stdout)
  expect(Object.keys(told)).toEqual(['ok', 'code', 'path', 'expected', 'found', 'message', 'next'])
  expect(told.ok).toBe(false)
  expect(stderr).toContain(told.message.split('\n')[0])
  return told
}

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-manifest-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('manifest create', () => {
  test('turns a Hugging Face repository into a manifest with what its card says', async () => {
    const directory = await repository()
    const result = await cli(['manifest', 'create', directory])
    expect(result.code).toBe(0)
    const path = join(directory, 'manifest.json')
    const manifest = JSON.parse(await readFile(path, 'utf8'))
    expect(result.stdout).toContain(`sha256 0x${await sha256(path)}`)
    expect(result.stderr).toContain('The weights as fp32 are meant, of fp32, q8')
    expect(manifest).toMatchObject({
      name: 'mutual-aid-encoder',
      task: 'feature-extraction',
      license: 'MIT',
      language: ['en', 'es'],
      tags: expect.arrayContaining(['mutual-aid']),
      runtime: { dtype: 'fp32', device: 'cpu', pooling: 'mean', maxInputTokens: 128 },
    })
    expect(manifest.card.evaluation).toHaveLength(3)
    expect(manifest.card.limitations).toContain('Accents are removed, so that "año" and "ano" are one word.')
    // Files, digests and root are those that the training committed.
    const committed = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8'))
    expect(manifest.files).toEqual(committed.files)
    expect(manifest.filesRoot).toBe(committed.filesRoot)
  })

  test('answers programs, and makes the same bytes again', async () => {
    const directory = await repository()
    const { stdout } = await cli(['manifest', 'create', directory, '--json'])
    const first = JSON.parse(stdout)
    const bytes = await readFile(join(directory, 'manifest.json'))
    expect(first).toEqual({
      ok: true,
      manifest: join(directory, 'manifest.json'),
      manifestHash: `0x${await sha256(join(directory, 'manifest.json'))}`,
      filesRoot: filesRoot(JSON.parse(bytes.toString()).files),
      name: 'mutual-aid-encoder',
      version: '1.0.0',
      task: 'feature-extraction',
      dtype: 'fp32',
      notes: expect.arrayContaining(['The card gives no version: it becomes 1.0.0.']),
    })
    const again = await cli(['manifest', 'create', directory])
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('Left as it was')
    expect(await readFile(join(directory, 'manifest.json'))).toEqual(bytes)
  })

  test('never replaces another manifest', async () => {
    const directory = await repository()
    const path = join(directory, 'manifest.json')
    await writeFile(path, '{}')
    expect(await report('create', directory)).toMatchObject({ code: 'file_exists', path })
    expect(await readFile(path, 'utf8')).toBe('{}')
  })

  test('writes elsewhere, but not into the folder, where it would be a file of the model', async () => {
    const directory = await repository()
    const out = join(folder, 'elsewhere.json')
    await answer(['manifest', 'create', directory, '--out', out])
    expect(await readdir(directory)).not.toContain('manifest.json')
    const inside = await cli(['manifest', 'create', directory, '--out', join(directory, 'onnx/m.json')])
    expect(inside).toMatchObject({ code: 2, stdout: '' })
    expect(
      (await cli(['manifest', 'create', directory, '--out', join(directory, 'manifest.json')])).code,
    ).toBe(0)
    expect(await report('create', directory, '--out', join(folder, 'no/such/folder.json'))).toMatchObject({
      code: 'file_unwritable',
    })
  })

  test('takes the weights, the task and the fields it is given', async () => {
    const directory = await repository()
    const fields = join(folder, 'fields.json')
    await writeFile(
      fields,
      '{"version":"2.0.0","card":{"limitations":["Small."]},"runtime":{"maxInputTokens":64}}',
    )
    const args = ['--dtype', 'q8', '--task', 'fill-mask', '--fields', fields]
    await answer(['manifest', 'create', directory, ...args])
    expect(JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))).toMatchObject({
      version: '2.0.0',
      task: 'fill-mask',
      card: { limitations: ['Small.'], outOfScope: expect.arrayContaining([expect.any(String)]) },
      runtime: { dtype: 'q8', maxInputTokens: 64 },
    })
  })

  test('refuses fields that are not an object, or in which a key stands twice, by the name of the file', async () => {
    const directory = await repository()
    const fields = join(folder, 'bad-fields.json')
    await writeFile(fields, '[]')
    expect(await report('create', directory, '--fields', fields)).toMatchObject({
      code: 'manifest_invalid',
      path: fields,
    })
    await writeFile(fields, '{"version":"1.0.0","version":"2.0.0"}')
    expect(await report('create', directory, '--fields', fields)).toMatchObject({ path: fields })
    expect(await report('create', directory, '--fields', join(folder, 'none.json'))).toMatchObject({
      code: 'file_unreadable',
      path: join(folder, 'none.json'),
    })
    await writeFile(fields, '{"runtime":7}')
    expect(await report('create', directory, '--fields', fields, '--dtype', 'q8')).toMatchObject({
      code: 'manifest_invalid',
      path: 'runtime',
    })
  })

  test('leaves out what git keeps in a clone, and says so', async () => {
    const directory = await repository()
    await mkdir(join(directory, '.git'))
    await writeFile(join(directory, '.git/config'), 'x')
    await writeFile(join(directory, '.gitattributes'), '*.onnx filter=lfs')
    const { code, stderr } = await cli(['manifest', 'create', directory])
    expect(code).toBe(0)
    expect(stderr).toContain('Files of git are not files of the model: .git, .gitattributes.')
    const verified = await cli(['manifest', 'verify', directory, join(directory, 'manifest.json')])
    expect(verified.code).toBe(0)
    expect(verified.stderr).toContain('.gitattributes')
    await mkdir(join(directory, 'onnx/.git'))
    await writeFile(join(directory, 'onnx/.git/config'), 'x')
    expect(await report('create', directory)).toMatchObject({ path: 'onnx/.git/config' })
  })

  test.each<[string, string, string, (directory: string) => Promise<unknown>]>([
    ['a pickle', 'pytorch_model.bin', 'path_refused', (at) => writeFile(join(at, 'pytorch_model.bin'), 'x')],
    [
      'a pickle under another name',
      'onnx/extra.onnx',
      'content_refused',
      (at) => writeFile(join(at, 'onnx/extra.onnx'), Buffer.from([0x80, 4, 0x95])),
    ],
    ['a program', 'vocab.txt', 'content_refused', (at) => writeFile(join(at, 'vocab.txt'), '#!/bin/sh\n')],
    ['a symbolic link', 'vocab.txt', 'bundle_link', (at) => symlink('/etc/hostname', join(at, 'vocab.txt'))],
    ['a link to a folder', 'more', 'bundle_link', (at) => symlink('/etc', join(at, 'more'))],
    ['a link named like a folder of git', '.git', 'bundle_link', (at) => symlink('/etc', join(at, '.git'))],
    [
      'a name with a backslash',
      '..\\config.json',
      'path_refused',
      (at) => writeFile(join(at, '..\\config.json'), '{}'),
    ],
    ['an unknown file', 'notes.docx', 'path_refused', (at) => writeFile(join(at, 'notes.docx'), 'x')],
    ['an empty file', 'vocab.txt', 'manifest_invalid', (at) => writeFile(join(at, 'vocab.txt'), '')],
    [
      'a key that stands twice',
      'generation_config.json',
      'content_refused',
      (at) => writeFile(join(at, 'generation_config.json'), '{"a":1,"a":2}'),
    ],
    ['no card', 'README.md', 'file_missing', (at) => rm(join(at, 'README.md'))],
    ['no configuration', 'config.json', 'file_missing', (at) => rm(join(at, 'config.json'))],
    ['no graph', 'onnx/model.onnx', 'file_missing', (at) => rm(join(at, 'onnx'), { recursive: true })],
    [
      'a card with aliases',
      'README.md',
      'card_refused',
      (at) => writeFile(join(at, 'README.md'), '---\na: &a [1]\nb: *a\n---\n'),
    ],
    [
      'a file larger than the most',
      'onnx/model.onnx_data',
      'bundle_limit',
      async (at) => {
        await writeFile(join(at, 'onnx/model.onnx_data'), '')
        await truncate(join(at, 'onnx/model.onnx_data'), 4_294_967_297)
      },
    ],
    [
      'more files than the most',
      'z505.txt',
      'bundle_limit',
      async (at) => {
        for (let index = 0; index < 506; index++)
          await writeFile(join(at, `z${String(index).padStart(3, '0')}.txt`), 'x')
      },
    ],
  ])('refuses %s, naming it', async (_, path, code, change) => {
    const directory = await repository()
    await change(directory)
    const told = await report('create', directory)
    expect(told).toMatchObject({ code, next: expect.any(String) })
    expect(told.path).toBe(path)
    expect(told.message).toContain(told.path.replaceAll('\\', '\\\\'))
    expect(await readdir(directory)).not.toContain('manifest.json')
  })

  test('refuses a folder that is not there', async () => {
    expect(await report('create', join(folder, 'nowhere'))).toMatchObject({ code: 'bundle_unreadable' })
  })
})

describe('manifest verify', () => {
  let directory: string
  let manifest: string
  beforeAll(async () => {
    directory = await repository()
    manifest = join(folder, 'verified.json')
    await answer(['manifest', 'create', directory, '--out', manifest])
  })

  /** The folder with something changed. */
  async function changed(change: (directory: string) => Promise<unknown>): Promise<string> {
    const copy = join(folder, `changed-${count++}`)
    await cp(directory, copy, { recursive: true })
    await change(copy)
    return copy
  }
  async function manifestWith(change: (text: string) => string): Promise<string> {
    const before = await readFile(manifest, 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    const path = join(folder, `manifest-${count++}.json`)
    await writeFile(path, after)
    return path
  }

  test('says that a folder is what the manifest describes', async () => {
    const hash = `0x${await sha256(manifest)}`
    expect(await answer(['manifest', 'verify', directory, manifest, '--hash', hash])).toEqual({
      ok: true,
      manifestHash: hash,
      filesRoot: expect.stringMatching(/^0x/),
      files: 7,
    })
    const { code, stdout } = await cli(['manifest', 'verify', directory, manifest])
    expect(code).toBe(0)
    expect(stdout).toContain('7 files, byte for byte')
  })

  test('holds for every model that ships, with the manifest beside it', async () => {
    for (const model of ['mutual-aid-encoder', 'mutual-aid-classifier']) {
      const at = join(shipped, '..', model)
      await answer(['manifest', 'verify', at, join(at, 'manifest.json')])
    }
  })

  test('does not look at how files are stored', async () => {
    const copy = await changed(async (at) => {
      await rm(join(at, 'config.json'))
      await link(join(directory, 'config.json'), join(at, 'config.json'))
    })
    await answer(['manifest', 'verify', copy, manifest])
  })

  test('names a file that is missing', async () => {
    const copy = await changed((at) => rm(join(at, 'tokenizer.json')))
    expect(await report('verify', copy, manifest)).toMatchObject({
      code: 'file_missing',
      path: 'tokenizer.json',
      expected: await sha256(join(directory, 'tokenizer.json')),
      found: null,
    })
  })

  test('names a file that was renamed, with its new name', async () => {
    const copy = await changed((at) => rename(join(at, 'tokenizer.json'), join(at, 'vocab.json')))
    const told = await report('verify', copy, manifest)
    expect(told).toMatchObject({ code: 'file_missing', path: 'tokenizer.json' })
    expect(told.message).toContain('"vocab.json" holds its bytes')
  })

  test('names a file that is too many', async () => {
    const copy = await changed((at) => writeFile(join(at, 'vocab.txt'), 'a'))
    expect(await report('verify', copy, manifest)).toMatchObject({
      code: 'file_unlisted',
      path: 'vocab.txt',
      expected: null,
      found: createHash('sha256').update('a').digest('hex'),
    })
  })

  test('names a file of another size, with both', async () => {
    const { length } = await readFile(join(directory, 'config.json'))
    const copy = await changed((at) => appendFile(join(at, 'config.json'), ' '))
    expect(await report('verify', copy, manifest)).toMatchObject({
      code: 'size_mismatch',
      path: 'config.json',
      expected: length,
      found: length + 1,
    })
  })

  test('names a file with other bytes, with both digests', async () => {
    const copy = await changed(async (at) => {
      const bytes = await readFile(join(at, 'onnx/model.onnx'))
      bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
      await writeFile(join(at, 'onnx/model.onnx'), bytes)
    })
    expect(await report('verify', copy, manifest)).toMatchObject({
      code: 'digest_mismatch',
      path: 'onnx/model.onnx',
      expected: await sha256(join(directory, 'onnx/model.onnx')),
      found: await sha256(join(copy, 'onnx/model.onnx')),
    })
  })

  test('of several differences names the manifest, then the hash, then the files', async () => {
    const copy = await changed((at) => rm(join(at, 'config.json')))
    const spaced = await manifestWith((text) => `${text}\n`)
    const hash = `0x${'1'.repeat(64)}`
    expect(await report('verify', copy, spaced, '--hash', hash)).toMatchObject({
      code: 'manifest_not_canonical',
      path: spaced,
    })
    expect(await report('verify', copy, manifest, '--hash', hash)).toMatchObject({
      code: 'manifest_mismatch',
      path: 'manifestHash',
      expected: hash,
      found: `0x${await sha256(manifest)}`,
    })
    expect(await report('verify', copy, manifest)).toMatchObject({
      code: 'file_missing',
      path: 'config.json',
    })
  })

  test('shows where a manifest is not canonical', async () => {
    const spaced = await manifestWith((text) => text.replace(',"files":', ', "files":'))
    const told = await report('verify', directory, spaced)
    expect(told.expected).toContain('"files":')
    expect(told.found).toContain(' "files":')
  })

  test('explains a wrong root by the file that differs, and by itself where none does', async () => {
    const wrongDigest = await manifestWith((text) => text.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000'))
    expect(await report('verify', directory, wrongDigest)).toMatchObject({
      code: 'digest_mismatch',
      path: '1_Pooling/config.json',
    })
    const wrongRoot = await manifestWith((text) =>
      text.replace(/"filesRoot":"0x[0-9a-f]{4}/, '"filesRoot":"0x0000'),
    )
    const told = await report('verify', directory, wrongRoot)
    expect(told).toMatchObject({
      code: 'files_root_mismatch',
      path: 'filesRoot',
      expected: expect.stringMatching(/^0x0000/),
    })
    expect(told.found).toBe(JSON.parse(await readFile(manifest, 'utf8')).filesRoot)
  })

  test.each([
    [
      'a key that stands twice',
      'manifest_duplicate_key',
      'name',
      (text: string) => text.replace(',"name"', ',"name":"x","name"'),
    ],
    [
      'a path out of the folder',
      'path_refused',
      '../config.json',
      (text: string) => text.replace('"config.json"', '"../config.json"'),
    ],
    [
      'an absolute path',
      'path_refused',
      '/etc/passwd.json',
      (text: string) => text.replace('"config.json"', '"/etc/passwd.json"'),
    ],
    ['a pickle', 'path_refused', 'model.pkl', (text: string) => text.replace('"config.json"', '"model.pkl"')],
  ])('refuses a manifest with %s, naming it', async (_, code, path, change) => {
    expect(await report('verify', directory, await manifestWith(change))).toMatchObject({ code, path })
  })

  test('looks into the files, also where the manifest lists them', async () => {
    const copy = await changed((at) => writeFile(join(at, 'vocab.txt'), '#!/bin/sh\n'))
    const listed = JSON.parse(await readFile(manifest, 'utf8'))
    listed.files.push({ path: 'vocab.txt', size: 10, sha256: await sha256(join(copy, 'vocab.txt')) })
    listed.filesRoot = filesRoot(listed.files)
    const path = join(folder, 'hostile.json')
    // The keys are in order already: only the last entry of a list and a value have changed.
    const text = await readFile(manifest, 'utf8')
    const entry = JSON.stringify(listed.files.at(-1), ['path', 'sha256', 'size'])
    await writeFile(
      path,
      text.replace(/\],"filesRoot":"0x[0-9a-f]{64}"/, `,${entry}],"filesRoot":"${listed.filesRoot}"`),
    )
    expect(await report('verify', copy, path)).toMatchObject({ code: 'content_refused', path: 'vocab.txt' })
  })

  test('refuses what is no manifest, no file, or a hash that is none', async () => {
    expect(await report('verify', directory, join(directory, 'README.md'))).toMatchObject({
      code: 'manifest_syntax',
      path: join(directory, 'README.md'),
    })
    expect(await report('verify', directory, folder)).toMatchObject({ code: 'file_unreadable', path: folder })
    const large = join(folder, 'large.json')
    await writeFile(large, Buffer.alloc(1_048_577))
    expect(await report('verify', directory, large)).toMatchObject({ code: 'file_unreadable', path: large })
    const usage = await cli(['manifest', 'verify', directory, manifest, '--hash', '12'])
    expect(usage).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('manifest export', () => {
  test('writes a CycloneDX document, from a folder as from its manifest', async () => {
    const directory = await repository()
    await answer(['manifest', 'create', directory])
    const path = join(directory, 'manifest.json')
    const [fromFolder, fromFile] = await Promise.all(
      [directory, path].map((from) => cli(['manifest', 'export', from, '--format', 'cyclonedx'])),
    )
    expect(fromFolder).toMatchObject({ code: 0, stderr: '' })
    expect(fromFile).toEqual(fromFolder)
    const document = JSON.parse(fromFolder?.stdout ?? '')
    expect(document).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { type: 'machine-learning-model', hashes: [{ content: await sha256(path) }] } },
    })
    expect(document.components).toHaveLength(7)
    const out = join(folder, 'bom.json')
    const args = ['manifest', 'export', path, '--format', 'cyclonedx', '--out', out]
    expect(await answer(args)).toMatchObject({ ok: true, serialNumber: document.serialNumber })
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(document)
  })

  test('refuses a folder without a manifest, a broken one, and another format', async () => {
    const directory = await repository()
    const format = ['--format', 'cyclonedx']
    const path = join(directory, 'manifest.json')
    expect(await report('export', directory, ...format)).toMatchObject({ code: 'file_unreadable', path })
    await writeFile(path, '{}\n')
    expect(await report('export', directory, ...format)).toMatchObject({
      code: 'manifest_not_canonical',
      path,
    })
    expect(await cli(['manifest', 'export', path, '--format', 'spdx'])).toMatchObject({ code: 2, stdout: '' })
    expect(await cli(['manifest', 'export', path])).toMatchObject({ code: 2, stdout: '' })
  })
})
