import { classifierRecipe } from './classifierRecipe.ts'
import { encoderRecipe } from './encoderRecipe.ts'
import type { ModelRecipe } from './ModelRecipe.ts'

/** The project's models, by the short name the scripts take. */
export const recipes: Readonly<Record<string, ModelRecipe<unknown>>> = {
  classifier: classifierRecipe as ModelRecipe<unknown>,
  encoder: encoderRecipe as ModelRecipe<unknown>,
}

/**
 * The recipes a command line asks for; all where it names none.
 *
 * @throws Error naming what is not known.
 */
export function chooseRecipes(names: readonly string[]): ModelRecipe<unknown>[] {
  if (names.length === 0) return Object.values(recipes)
  return names.map((name) => {
    const recipe = recipes[name]
    if (recipe === undefined) {
      throw new Error(`There is no model "${name}". Choose from: ${Object.keys(recipes).join(', ')}.`)
    }
    return recipe
  })
}
