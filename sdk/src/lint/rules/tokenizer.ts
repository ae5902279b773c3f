import type { FileRule } from '../BundleFile.ts'
import type { Remark } from '../Finding.ts'
import { lintLimits } from '../lintLimits.ts'
import { CharacterSets } from '../patterns/characterSets.ts'
import { judgePattern } from '../patterns/judgePattern.ts'
import { quote } from '../quote.ts'
import { objectsOf } from './json.ts'

const shorten = 'Let the tokenizer replace in fewer steps.'

/** By how much a step that replaces can make a text longer; undefined where that is not all it does. */
function stretchOf(step: Record<string, unknown>): number | undefined {
  const content = typeof step.content === 'string' ? step.content : ''
  // JavaScript reads these in what is put in; the library that the file is written for does not.
  if (/\$[$&`'<0-9]/.test(content)) return undefined
  const pattern = (step.pattern ?? {}) as Record<string, unknown>
  if (typeof pattern.String === 'string' && pattern.String !== '') {
    return Math.max(1, content.length / pattern.String.length)
  }
  return 1 + content.length
}

function checkReplacements(json: unknown): Remark[] {
  const remarks: Remark[] = []
  let growth = 1
  for (const { object, at } of objectsOf(json)) {
    if (object.type !== 'Replace') continue
    const stretch = stretchOf(object)
    if (stretch === undefined) {
      remarks.push({
        severity: 'refuse',
        message: `puts in ${quote(String(object.content))}, which transformers.js reads as a part of the text`,
        next: 'Leave the $ out of what is put in.',
        at,
      })
    }
    growth *= stretch ?? 1
  }
  if (growth > lintLimits.replacementGrowth) {
    remarks.push({
      severity: 'refuse',
      message: `can make a text more than ${lintLimits.replacementGrowth} times longer by replacing`,
      next: shorten,
    })
  }
  return remarks
}

/** Regular expressions of a tokenizer that can run away, and replacements that grow. */
export const tokenizerRule: FileRule = {
  name: 'tokenizer',
  check({ json }): Remark[] {
    const places = new Map<string, string>()
    for (const { object, at } of objectsOf(json)) {
      if (typeof object.Regex === 'string' && !places.has(object.Regex)) {
        places.set(object.Regex, `${at}.Regex`)
      }
    }
    if (places.size > lintLimits.patterns) {
      return [
        {
          severity: 'refuse',
          message: `has ${places.size} regular expressions; the most is ${lintLimits.patterns}`,
          next: 'Use a tokenizer with fewer steps.',
        },
      ]
    }
    const sets = new CharacterSets()
    const remarks = checkReplacements(json)
    for (const [expression, at] of places) {
      const remark = judgePattern(expression, sets)
      if (remark !== undefined) remarks.push({ ...remark, at })
    }
    return remarks
  },
}
