import { readFileSync } from 'node:fs'
import { type Label, labels } from './labels.ts'

/** Languages of the texts. */
export type Language = 'en' | 'es'

/** One message as a person would send it. */
export interface Message {
  text: string
  label: Label
  language: Language
}

/** A need and the offer that meets it. Languages differ where a pair crosses them. */
export interface Pair {
  need: Message
  offer: Message
}

/** What a file of texts holds. Both halves of a pair are among the messages too. */
export interface Texts {
  messages: Message[]
  pairs: Pair[]
}

/** The parts of the text: learning, choosing, and being examined. No message is in two. */
export type Split = 'training' | 'validation' | 'test'

/** Reads `<split>.txt` beside this file. See {@link parseTexts} for the format. */
export function readTexts(split: Split): Texts {
  return parseTexts(readFileSync(new URL(`./${split}.txt`, import.meta.url), 'utf8'), `${split}.txt`)
}

/**
 * Reads sections `[label language]`, with a line for each message or, as `need => offer`, for each pair;
 * `[label en-es]` holds pairs with the need in the first language and the offer in the second. `#` starts a remark.
 *
 * @throws Error naming the file and line of what it cannot read.
 */
export function parseTexts(source: string, name: string): Texts {
  const messages: Message[] = []
  const pairs: Pair[] = []
  let label: Label | undefined
  let languages: [Language, Language] = ['en', 'en']
  for (const [index, raw] of source.split('\n').entries()) {
    const line = raw.trim()
    const fail = (reason: string): never => {
      throw new Error(`${name}:${index + 1}: ${reason}`)
    }
    if (line === '' || line.startsWith('#')) continue
    const section = /^\[(\w+) (en|es)(?:-(en|es))?\]$/.exec(line)
    if (section !== null) {
      if (!(labels as readonly string[]).includes(section[1] as string))
        fail(`there is no label ${section[1]}`)
      label = section[1] as Label
      languages = [section[2] as Language, (section[3] ?? section[2]) as Language]
      continue
    }
    if (line.startsWith('[')) fail('a section is written [label language], such as [food en]')
    if (label === undefined) fail('a message stands before the first section')
    const parts = line.split('=>').map((part) => part.trim())
    if (parts.length > 2 || parts.some((part) => part === '')) fail('a pair is written need => offer')
    const found = parts.map((text, i) => ({
      text,
      label: label as Label,
      language: languages[i] as Language,
    }))
    messages.push(...found)
    if (found.length === 2) pairs.push({ need: found[0] as Message, offer: found[1] as Message })
    else if (languages[0] !== languages[1]) fail('a section of two languages holds pairs only')
  }
  return { messages, pairs }
}
