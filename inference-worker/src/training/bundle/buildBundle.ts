import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createManifest } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import type { ModelRecipe } from '../models/ModelRecipe.ts'
import { type BundleFile, textFile } from './BundleFile.ts'
import { writeBundle } from './writeBundle.ts'

/**
 * Trains a model, examines the very files that will be shipped, and describes them: everything a community votes on,
 * card and manifest included.
 */
export async function buildBundle<Figures>(recipe: ModelRecipe<Figures>): Promise<BundleFile[]> {
  const files = recipe.train()
  const staging = mkdtempSync(join(tmpdir(), 'commonweal-training-'))
  try {
    writeBundle(join(staging, recipe.name), files)
    const figures = await recipe.evaluate(staging)
    const described = [...files, textFile('README.md', recipe.card(figures))]
    const manifest = createManifest({ files: described, fields: recipe.fields(figures) })
    return [...described, { path: 'manifest.json', bytes: encodeManifest(manifest) }]
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}
