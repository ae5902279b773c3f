import { readFileSync } from 'node:fs'
import { type Label, labels } from './labels.ts'
import type { Language } from './readTexts.ts'

/** Something that is needed and offered, with the ways of saying it that templates are filled with. */
export interface Concept {
  label: Label
  forms: Record<Language, string[]>
}

/** Sentences with a hole `{x}`, by what they do and in which language. */
export type Templates = Record<'need' | 'offer', Record<Language, string[]>>

/** Reads concepts.txt: sections `[label]`, lines `form; form | forma; forma`, English before Spanish. */
export function readConcepts(): Concept[] {
  const concepts: Concept[] = []
  let label: Label | undefined
  for (const [line, number] of lines('concepts.txt')) {
    const section = /^\[(\w+)\]$/.exec(line)?.[1]
    if (section !== undefined) {
      label = labels.find((known) => known === section)
      if (label === undefined) throw new Error(`concepts.txt:${number}: there is no label ${section}`)
      continue
    }
    const [en, es] = line.split('|').map((part) => part.split(';').map((form) => form.trim()))
    if (label === undefined || en === undefined || es === undefined || [...en, ...es].includes('')) {
      throw new Error(`concepts.txt:${number}: a concept is written "form; form | forma; forma"`)
    }
    concepts.push({ label, forms: { en, es } })
  }
  return concepts
}

/** Reads templates.txt: sections `[need en]`, a template a line. */
export function readTemplates(): Templates {
  const templates: Templates = { need: { en: [], es: [] }, offer: { en: [], es: [] } }
  let list: string[] | undefined
  for (const [line, number] of lines('templates.txt')) {
    const section = /^\[(need|offer) (en|es)\]$/.exec(line)
    if (section !== null) list = templates[section[1] as 'need' | 'offer'][section[2] as Language]
    else if (list === undefined || !line.includes('{x}')) {
      throw new Error(`templates.txt:${number}: a template stands in a section and holds {x}`)
    } else list.push(line)
  }
  return templates
}

function* lines(name: string): Generator<[line: string, number: number]> {
  const source = readFileSync(new URL(`./${name}`, import.meta.url), 'utf8').split('\n')
  for (const [index, raw] of source.entries()) {
    const line = raw.trim()
    if (line !== '' && !line.startsWith('#')) yield [line, index + 1]
  }
}
