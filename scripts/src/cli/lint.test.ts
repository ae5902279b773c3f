import { createHash } from 'node:crypto'
import { chmod, cp, link, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LintReport } from '@commonweal/sdk/lint/lintBundle'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commandLine } from './test/commandLine.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const models = join(import.meta.dirname, '../../../inference-worker/models')
const { cli, answer } = commandLine(() => ({}))
let folder: string
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-lint-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A copy of a model that ships, changed. */
async function changed(change: (at: string) => Promise<unknown>): Promise<string> {
  const directory = join(folder, `model-${count++}`)
  await cp(join(models, 'mutual-aid-encoder'), directory, { recursive: true })
  await change(directory)
  return directory
}

/** The report on a folder that has to be refused: on standard output, as one document. */
async function refusal(directory: string, ...args: string[]) {
  const { code, stdout, stderr } = await cli(['manifest', 'lint', directory, ...args])
  expect(code).toBe(1)
  const report = JSON.parse(stdout) as LintReport
  expect(Object.keys(report)).toEqual([
    'schema',
    'rules',
    'filesRoot',
    'files',
    'bytes',
    'findings',
    'verdict',
    'digest',
  ])
  expect(report.verdict).toBe('refused')
  return { report, stderr }
}

test.each(['mutual-aid-encoder', 'mutual-aid-classifier'])('%s, which ships, is fine', async (model) => {
  const report = await answer(['manifest', 'lint', join(models, model)])
  const manifest = JSON.parse(await readFile(join(models, model, 'manifest.json'), 'utf8'))
  expect(report).toMatchObject({ verdict: 'fine', findings: [], filesRoot: manifest.filesRoot })
})

test('two runs give the same report; a copy elsewhere too, because nothing in it is of the machine', async () => {
  const bad = (at: string) => writeFile(join(at, 'config.json'), '{"a":1,"a":2}')
  const [one, other] = [await changed(bad), await changed(bad)]
  const { report } = await refusal(one)
  expect((await refusal(one)).report).toEqual(report)
  expect((await refusal(other)).report).toEqual(report)
  expect(JSON.stringify(report)).not.toContain(folder)
})

test('the digest can be computed by anyone', async () => {
  const { digest, ...rest } = (await answer([
    'manifest',
    'lint',
    join(models, 'mutual-aid-encoder'),
  ])) as LintReport
  const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
  expect(digest).toBe(`0x${createHash('sha256').update(JSON.stringify(sorted)).digest('hex')}`)
})

test('people read on standard output what is fine, and on standard error what is not', async () => {
  const fine = await cli(['manifest', 'lint', join(models, 'mutual-aid-encoder')])
  expect(fine).toMatchObject({ code: 0, stderr: '' })
  expect(fine.stdout).toMatch(/is fine: \d+ files, .*\n {2}filesRoot 0x[0-9a-f]{64}\n {2}report {4}sha256 0x/)
  const { report, stderr } = await refusal(
    await changed((at) => writeFile(join(at, 'run.sh'), '#!/bin/sh\n')),
  )
  expect(stderr).toMatch(/is refused: .* 2 refusals/)
  expect(stderr).toContain('run.sh: cannot be listed')
  expect(stderr).toContain(report.digest)
})

test('programs read the report alone, and the error as one document', async () => {
  const { stderr, report } = await refusal(
    await changed((at) => writeFile(join(at, 'config.json'), '{')),
    '--json',
  )
  expect(JSON.parse(stderr).error).toMatchObject({
    code: 'bundle_refused',
    details: { path: 'config.json', digest: report.digest },
  })
})

test.each<[string, string, string, (at: string) => Promise<unknown>]>([
  ['path', 'vocab.txt', 'is a symbolic link', (at) => symlink('/etc/hostname', join(at, 'vocab.txt'))],
  ['path', 'more', 'is a symbolic link', (at) => symlink('/etc', join(at, 'more'))],
  [
    'path',
    'onnx/a.onnx_data',
    'is a hard link',
    async (at) => {
      await writeFile(join(folder, `outside-${count}`), 'numbers')
      await link(join(folder, `outside-${count}`), join(at, 'onnx/a.onnx_data'))
    },
  ],
  ['path', 'a\\b.json', 'backslash', (at) => writeFile(join(at, 'a\\b.json'), '{}')],
  ['path', 'bell\u0007.txt', 'control', (at) => writeFile(join(at, 'bell\u0007.txt'), 'x')],
  [
    'path',
    'a/b/c/d/e/f/g/h/i',
    'too deep',
    (at) => mkdir(join(at, 'a/b/c/d/e/f/g/h/i/j/k'), { recursive: true }),
  ],
  ['content', 'vocab.txt', 'a script', (at) => writeFile(join(at, 'vocab.txt'), '#!/bin/sh\n')],
  [
    'content',
    'onnx/model.onnx',
    'a pickle',
    (at) => writeFile(join(at, 'onnx/model.onnx'), Buffer.from([0x80, 4, 0x95, 0, 0])),
  ],
  [
    'limit',
    'onnx/model.onnx_data',
    'the most is 4294967296',
    async (at) => {
      await writeFile(join(at, 'onnx/model.onnx_data'), 'x')
      await truncate(join(at, 'onnx/model.onnx_data'), 4_294_967_297)
    },
  ],
  [
    'tokenizer',
    'tokenizer.json',
    'twice as long',
    (at) =>
      writeFile(
        join(at, 'tokenizer.json'),
        JSON.stringify({ pre_tokenizer: { pattern: { Regex: '(a+)+$' } } }),
      ),
  ],
  [
    'chat-template',
    'chat_template.jinja',
    'counts',
    (at) => writeFile(join(at, 'chat_template.jinja'), '{% for i in range(10 ** 9) %}{% endfor %}'),
  ],
])('%s: %j is refused by name', async (rule, path, message, change) => {
  const { report } = await refusal(await changed(change))
  expect(report.findings).toContainEqual(
    expect.objectContaining({ rule, path, severity: 'refuse', message: expect.stringContaining(message) }),
  )
})

test('a name that holds control characters does not reach the terminal', async () => {
  const { stderr } = await refusal(await changed((at) => writeFile(join(at, '\u001b[2J.txt'), 'x')))
  expect(stderr).not.toContain('\u001b')
})

test('a folder of too many files is refused without being read to its end', async () => {
  const { report } = await refusal(
    await changed(async (at) => {
      for (let index = 0; index < 600; index++) await writeFile(join(at, `${index}.txt`), 'x')
    }),
  )
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: 'limit', path: '', message: 'holds more than 512 files' }),
  ])
})

test('files of git are left out, and said to be', async () => {
  const directory = await changed(async (at) => {
    await mkdir(join(at, '.git'))
    await writeFile(join(at, '.git/HEAD'), 'ref: refs/heads/main\n')
    await writeFile(join(at, '.gitattributes'), '*.onnx filter=lfs\n')
  })
  const { code, stderr } = await cli(['manifest', 'lint', directory])
  expect(code).toBe(0)
  expect(stderr).toBe('Files of git are not files of the model: .git, .gitattributes.\n')
})

test('what is not a folder is refused in the same shape', async () => {
  const { report, stderr } = await refusal(join(folder, 'nowhere'))
  expect(report.findings).toEqual([expect.objectContaining({ message: 'holds no files' })])
  expect(stderr).toContain('cannot be read')
})

test.skipIf(process.getuid?.() === 0)('a file that may not be read is refused', async () => {
  const { report } = await refusal(await changed((at) => chmod(join(at, 'config.json'), 0)))
  expect(report.findings).toContainEqual(
    expect.objectContaining({ path: 'config.json', message: 'cannot be read' }),
  )
})
