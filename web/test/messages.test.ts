import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { receiptFaults } from '../src/features/ask/checkReceipt'
import { terms } from '../src/features/glossary/terms'
import { standings } from '../src/features/models/status'
import { phases } from '../src/features/proposals/phase'
import { namespaces } from '../src/i18n/namespaces'
import { routing } from '../src/i18n/routing'

const root = join(import.meta.dirname, '..')

function messagesOf(locale: string): Record<string, unknown> {
  return Object.fromEntries(
    namespaces.map((name) => [
      name,
      JSON.parse(readFileSync(join(root, 'messages', locale, `${name}.json`), 'utf8')),
    ]),
  )
}

function keysOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix]
  return Object.entries(value).flatMap(([key, inner]) =>
    keysOf(inner, prefix === '' ? key : `${prefix}.${key}`),
  )
}

function sources(): { path: string; text: string }[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }))
}

type Use = {
  /** The key, `*` for a part that is chosen by code. Several with `|` where one name stands for several namespaces. */
  key: string
  /** Whether the key is chosen by code altogether. */
  chosen: boolean
}

/** Every key a file asks for, as far as it is written out. */
function usedKeys(text: string): Use[] {
  const translators = new Map<string, string[]>()
  const declared = /const (\w+) = (?:await )?(?:useTranslations|getTranslations)\('([\w.-]+)'\)/g
  for (const [, name = '', namespace = ''] of text.matchAll(declared)) {
    translators.set(name, [...(translators.get(name) ?? []), namespace])
  }
  const inline = /\(await getTranslations\('([\w.-]+)'\)\)\('([\w.-]+)'/g
  const found: Use[] = [...text.matchAll(inline)].map(([, namespace, key]) => ({
    key: `${namespace}.${key}`,
    chosen: false,
  }))
  for (const [name, spaces] of translators) {
    const add = (pattern: string, chosen: boolean) =>
      found.push({ key: spaces.map((space) => `${space}.${pattern}`).join('|'), chosen })
    const call = new RegExp(`\\b${name}(?:\\.rich)?\\(\\s*('[^']+'|\`[^\`]+\`|[^'\`)][^,)]*)`, 'g')
    for (const [, argument = ''] of text.matchAll(call)) {
      if (/^['`]/.test(argument)) {
        const pattern = argument.slice(1, -1).replace(/\$\{[^}]*\}/g, '*')
        add(pattern, pattern.startsWith('*'))
        continue
      }
      const choices = [...argument.matchAll(/[?:]\s*'([\w.-]+)'/g)].map(([, key]) => key as string)
      if (choices.length > 0) for (const key of choices) add(key, false)
      else add('*', true)
    }
  }
  return found
}

const english = new Set(keysOf(messagesOf('en')))
const matches = (pattern: string) =>
  pattern.split('|').some((one) => {
    const expression = new RegExp(`^${one.replace(/[.]/g, '\\.').replace(/\*/g, '[\\w-]+')}$`)
    return [...english].some((key) => expression.test(key))
  })

describe('messages', () => {
  it('has every key that the code asks for', () => {
    const asked = sources().flatMap(({ path, text }) => usedKeys(text).map((use) => ({ path, ...use })))
    expect(asked.length).toBeGreaterThan(150)
    expect(asked.filter(({ key, chosen }) => !chosen && !matches(key))).toEqual([])
  })

  it('has no key that nothing asks for', () => {
    const patterns = sources()
      .flatMap(({ text }) => usedKeys(text).map(({ key }) => key))
      .flatMap((key) => key.split('|'))
      .map((one) => new RegExp(`^${one.replace(/[.]/g, '\\.').replace(/\*/g, '[\\w-]+')}$`))
    // Chosen by code that is not a plain call: each list is checked below or beside its source.
    const byList = /^(errors\.|glossary\.terms\.|models\.history\.|common\.address\.)/
    const unused = [...english].filter((key) => !byList.test(key) && !patterns.some((one) => one.test(key)))
    expect(unused).toEqual([])
  })

  it.each([
    ['proposals.phase', phases],
    ['proposals.phaseNote', phases],
    ['models.standing', standings],
    ['models.standingNote', standings],
    ['ask.receipt.what', receiptFaults],
  ] as const)('has words for every %s', (prefix, list) => {
    for (const item of list) expect(english).toContain(`${prefix}.${item}`)
  })

  it('explains every word of the glossary, and no other', () => {
    const explained = [...english].filter((key) => key.startsWith('glossary.terms.'))
    expect(explained.sort()).toEqual(
      terms.flatMap((id) => [`glossary.terms.${id}.explanation`, `glossary.terms.${id}.name`]).sort(),
    )
  })

  it('is complete in every language of the app', () => {
    for (const locale of routing.locales) {
      expect(keysOf(messagesOf(locale)).sort()).toEqual([...english].sort())
    }
  })

  it('leaves no words in the components themselves', () => {
    // Two capitalised or lower-case words in a row between tags are text that nobody could translate.
    const loose = sources()
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/>\s*([A-Za-z][a-z]+ [a-z]+[^<>{}=;]*)</g)].map(([, words]) => `${path}: ${words}`),
      )
    expect(loose).toEqual([])
  })
})
