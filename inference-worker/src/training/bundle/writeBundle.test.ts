import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jsonFile, textFile } from './BundleFile.ts'
import { differences, writeBundle } from './writeBundle.ts'

describe('writeBundle', () => {
  const files = [jsonFile('config.json', { a: 1 }), textFile('onnx/note.txt', 'here')]
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commonweal-bundle-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('makes the folder hold these files and no others', () => {
    writeFileSync(join(folder, 'stale.txt'), 'old')
    writeBundle(folder, files)
    expect(readFileSync(join(folder, 'config.json'), 'utf8')).toBe('{\n  "a": 1\n}\n')
    expect(differences(folder, files)).toEqual([])
  })

  it('names what is missing, changed or too many', () => {
    expect(differences(folder, files)).toEqual(['config.json', 'onnx/note.txt'])
    writeBundle(folder, files)
    writeFileSync(join(folder, 'onnx/note.txt'), 'Here')
    writeFileSync(join(folder, 'stale.txt'), 'old')
    expect(differences(folder, files)).toEqual(['onnx/note.txt', 'stale.txt'])
  })
})
