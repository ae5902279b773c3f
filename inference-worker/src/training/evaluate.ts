import { fileURLToPath } from 'node:url'
import { chooseRecipes } from './models/recipes.ts'

// node inference-worker/src/training/evaluate.ts [classifier|encoder]
const models = fileURLToPath(new URL('../../models/', import.meta.url))
for (const recipe of chooseRecipes(process.argv.slice(2))) {
  console.log(`# ${recipe.name}\n\n${recipe.figuresText(await recipe.evaluate(models))}\n`)
}
