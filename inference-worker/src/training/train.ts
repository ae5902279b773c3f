import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildBundle } from './bundle/buildBundle.ts'
import { differences, writeBundle } from './bundle/writeBundle.ts'
import { chooseRecipes } from './models/recipes.ts'

// node inference-worker/src/training/train.ts [classifier|encoder] [--check]
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
})

for (const recipe of chooseRecipes(positionals)) {
  const folder = fileURLToPath(new URL(`../../models/${recipe.name}`, import.meta.url))
  const before = process.cpuUsage()
  const files = await buildBundle(recipe)
  const { user, system } = process.cpuUsage(before)
  const seconds = ((user + system) / 1e6).toFixed(0)
  if (!values.check) {
    writeBundle(folder, files)
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
    console.log(`${recipe.name}: ${files.length} files, ${bytes} bytes, ${seconds} s of processor time`)
    continue
  }
  const changed = differences(folder, files)
  if (changed.length === 0) {
    console.log(`${recipe.name}: trained again, every byte as committed, ${seconds} s of processor time`)
    continue
  }
  console.error(`${recipe.name}: training gives other bytes than are committed for ${changed.join(', ')}.`)
  console.error(
    'Run it without --check under the pinned Node, look at the figures, and commit what it writes.',
  )
  process.exitCode = 1
}
