import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createManifest } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import onnxProto from 'onnx-proto'
import { describe, expect, it } from 'vitest'
import { loadPipeline } from '../evaluation/loadPipeline.ts'
import { readTexts } from '../texts/readTexts.ts'
import { classifierRecipe } from './classifierRecipe.ts'
import { encoderRecipe } from './encoderRecipe.ts'
import type { ModelRecipe } from './ModelRecipe.ts'
import { chooseRecipes, recipes } from './recipes.ts'

const models = fileURLToPath(new URL('../../../models/', import.meta.url))

describe.each(Object.values(recipes).map((recipe) => [recipe.name, recipe] as const))(
  '%s',
  (name, recipe) => {
    const read = (path: string) => readFileSync(join(models, name, path))

    it('shows on its card, and says in its manifest, the figures that an examination of its files gives', async () => {
      const figures = await (recipe as ModelRecipe<unknown>).evaluate(models)
      const card = read('README.md').toString()
      expect(card).toContain(recipe.figuresText(figures))
      expect(card).toBe(recipe.card(figures))
      const files = readdirSync(join(models, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(models, name).length + 1))
        .filter((path) => path !== 'manifest.json')
        .map((path) => ({ path, bytes: new Uint8Array(read(path)) }))
      const manifest = encodeManifest(createManifest({ files, fields: recipe.fields(figures) }))
      expect(read('manifest.json').equals(manifest)).toBe(true)
    })

    it('stays below 3 MB, of which the manifest lists everything', () => {
      const manifest = parseManifest(new Uint8Array(read('manifest.json')))
      expect(manifest.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(3_000_000)
      expect(manifest.runtime).toMatchObject({ dtype: 'fp32', device: 'cpu', transformers: '4.3.1' })
    })

    it('uses the standard operators only, of a set not newer than 21', () => {
      for (const path of ['onnx/model.onnx', 'onnx/model_quantized.onnx']) {
        const { opsetImport, graph } = onnxProto.onnx.ModelProto.decode(read(path))
        expect(opsetImport.map(({ domain }) => domain)).toEqual([''])
        expect(Number(opsetImport[0]?.version)).toBeLessThanOrEqual(21)
        expect(graph?.node?.every(({ domain }) => !domain)).toBe(true)
      }
    })

    it('says on its card how small it is and that nobody should rely on it', () => {
      const card = read('README.md').toString()
      expect(card).toContain('thousand weights')
      expect(card).toContain('Nobody should rely on it in an emergency')
      expect(card).toContain('no DistilBERT')
    })
  },
)

describe('the classifier', () => {
  it('beats always giving one answer by far, and agrees with its quantised weights', async () => {
    const { model, majority, quantizedAgrees } = await classifierRecipe.evaluate(models)
    expect(model.accuracy).toBeGreaterThan(majority + 0.5)
    expect(quantizedAgrees / model.count).toBeGreaterThanOrEqual(0.98)
  })

  it('takes nothing for other', async () => {
    const classify = await loadPipeline('text-classification', models, classifierRecipe.name, 'fp32')
    expect(await classify('')).toMatchObject([{ label: 'other' }])
    await classify.dispose()
  })
})

describe('the encoder', () => {
  it('finds offers in the other language, which words alone do not', async () => {
    const { groups } = await encoderRecipe.evaluate(models)
    const across = groups['across both']
    expect(across.model.recallAt5).toBeGreaterThan(across.words.recallAt5 + 0.3)
  })

  it('gives vectors of length 1 for any text, also for none', async () => {
    const embed = await loadPipeline('feature-extraction', models, encoderRecipe.name, 'fp32')
    for (const text of ['', readTexts('test').messages[0]?.text as string]) {
      const { data } = await embed(text, { pooling: 'mean', normalize: true })
      expect(Math.hypot(...(data as Float32Array))).toBeCloseTo(1, 5)
    }
    await embed.dispose()
  })
})

describe('chooseRecipes', () => {
  it('takes all where none is named, and refuses what it does not know', () => {
    expect(chooseRecipes([])).toHaveLength(2)
    expect(chooseRecipes(['encoder']).map(({ name }) => name)).toEqual(['mutual-aid-encoder'])
    expect(() => chooseRecipes(['oracle'])).toThrow(
      'There is no model "oracle". Choose from: classifier, encoder.',
    )
  })
})
