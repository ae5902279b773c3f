import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '../src')

async function modules(): Promise<[string, string][]> {
  const found: [string, string][] = []
  for await (const path of glob('**/*.ts', { cwd: source })) {
    if (!path.endsWith('.test.ts')) found.push([path, await readFile(join(source, path), 'utf8')])
  }
  return found
}

/** What a browser has not, or what reaches outside: this package computes, others do. */
const impure =
  /from ['"]node:|import\(['"]node:|require\(|\bprocess\.|\bBuffer\b|\bfetch\(|\blocalStorage\b|Date\.now|Math\.random|\bsetTimeout\b|from ['"](ethers|fs|path|crypto|http|https)['"]/

test('no module of the sdk needs Node, does I/O, or reads the clock', async () => {
  const all = await modules()
  expect(all.length).toBeGreaterThan(30)
  expect(all.filter(([, text]) => impure.test(text)).map(([path]) => path)).toEqual([])
})

test('every module has only types that Node can strip, and full import paths', async () => {
  for (const [path, text] of await modules()) {
    for (const [, specifier] of text.matchAll(/from '(\.[^']*)'/g)) {
      expect([path, specifier]).toEqual([path, expect.stringMatching(/\.ts$/)])
    }
    await import(join(source, path))
  }
})
