import { readFileSync } from 'node:fs'
import { type Label, labels } from './labels.ts'
import type { Language } from './readTexts.ts'

/** Words that often go with a label. */
export type Words = Record<Label, Record<Language, string[]>>

/** Reads words.txt: sections `[label]`, each with one line `word, word | palabra, palabra`. */
export function readWords(): Words {
  const words = Object.fromEntries(labels.map((label) => [label, { en: [], es: [] }])) as unknown as Words
  let label: Label | undefined
  const source = readFileSync(new URL('./words.txt', import.meta.url), 'utf8')
  for (const [index, raw] of source.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const section = /^\[(\w+)\]$/.exec(line)?.[1]
    if (section !== undefined) {
      label = labels.find((known) => known === section)
      if (label === undefined) throw new Error(`words.txt:${index + 1}: there is no label ${section}`)
      continue
    }
    const [en, es] = line.split('|').map((half) => half.split(',').map((word) => word.trim()))
    if (label === undefined || en === undefined || es === undefined || [...en, ...es].includes('')) {
      throw new Error(
        `words.txt:${index + 1}: a line is written "word, word | palabra, palabra" in a section`,
      )
    }
    words[label].en.push(...en)
    words[label].es.push(...es)
  }
  return words
}
