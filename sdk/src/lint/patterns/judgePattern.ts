import * as tokenizers from '@huggingface/tokenizers'
import type { Remark } from '../Finding.ts'
import { lintLimits } from '../lintLimits.ts'
import { quote } from '../quote.ts'
import { CharacterSets } from './characterSets.ts'
import { measurePattern } from './measurePattern.ts'
import { parsePattern, UndecidedPattern } from './parsePattern.ts'

const rewrite =
  'Write the expression so that each text can be matched in one way only, or use another tokenizer.'

/** What is used of the package; its own declarations are written in a way that this compiler cannot follow. */
const { SplitPreTokenizer } = tokenizers as unknown as {
  SplitPreTokenizer: new (config: { pattern: { Regex: string } }) => { pattern: RegExp | null }
}

/**
 * Turns an expression of tokenizer.json, which is in the language of Oniguruma, into the one that transformers.js runs.
 * That is not the same: possessive and atomic groups, which never go back, become groups that do.
 */
function translate(expression: string): RegExp | undefined {
  try {
    return new SplitPreTokenizer({ pattern: { Regex: expression } }).pattern ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Says whether a tokenizer's regular expression can run away, by what transformers.js makes of it. What cannot be
 * decided is refused.
 *
 * @param sets Of all expressions of one tokenizer, which mostly use the same.
 */
export function judgePattern(expression: string, sets = new CharacterSets()): Omit<Remark, 'at'> | undefined {
  const refuse = (message: string): Omit<Remark, 'at'> => ({ severity: 'refuse', message, next: rewrite })
  const named = `has the regular expression ${quote(expression)}, which`
  if (expression.length > lintLimits.patternCharacters) {
    return refuse(`${named} has more than ${lintLimits.patternCharacters} characters`)
  }
  const translated = translate(expression)
  if (translated === undefined) return refuse(`${named} transformers.js cannot run`)
  try {
    const cost = measurePattern(parsePattern(translated.source), sets)
    if (cost.kind === 'exponential') {
      return refuse(`${named} takes twice as long for every few characters of a text made for it`)
    }
    if (cost.degree > 2) {
      return refuse(`${named} can take time by the power ${cost.degree} of the length of a text made for it`)
    }
    if (cost.ways > lintLimits.patternWays) {
      return refuse(
        `${named} can be tried in more than ${lintLimits.patternWays} ways at every place of a text`,
      )
    }
    if (cost.degree === 2) {
      return {
        severity: 'note',
        message: `${named} can take time by the square of a run of characters, as that of GPT-2 can`,
        next: 'Keep the longest input that the manifest allows short.',
      }
    }
    return undefined
  } catch (error) {
    if (error instanceof UndecidedPattern) return refuse(`${named} ${error.message}`)
    throw error
  }
}
