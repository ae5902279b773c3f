import { describe, expect, it } from 'vitest'
import { normalizeText } from '../tokenizer/normalizeText.ts'
import { splitWords } from '../tokenizer/splitWords.ts'
import { labels } from './labels.ts'
import { parseTexts, readTexts } from './readTexts.ts'
import { trainingTexts } from './trainingTexts.ts'
import { vocabularyTexts } from './vocabularyTexts.ts'

describe('parseTexts', () => {
  it('reads messages and pairs', () => {
    const { messages, pairs } = parseTexts(
      '# remark\n[food en-es]\nbread => pan\n[other es]\nhola\n',
      'x.txt',
    )
    expect(messages.map(({ text, label, language }) => [text, label, language])).toEqual([
      ['bread', 'food', 'en'],
      ['pan', 'food', 'es'],
      ['hola', 'other', 'es'],
    ])
    expect(pairs).toHaveLength(1)
  })

  it.each([
    ['[fod en]\nbread', 'x.txt:1: there is no label fod'],
    ['bread', 'x.txt:1: a message stands before the first section'],
    ['[food]\nbread', 'x.txt:1: a section is written'],
    ['[food en]\na => b => c', 'x.txt:2: a pair is written'],
    ['[food en]\na =>', 'x.txt:2: a pair is written'],
    ['[food en-es]\nalone', 'x.txt:2: a section of two languages'],
  ])('refuses %j, naming the line', (source, message) => {
    expect(() => parseTexts(source, 'x.txt')).toThrow(message)
  })
})

describe('the texts', () => {
  const words = (text: string) => splitWords(normalizeText(text)).filter((word) => /\w/.test(word))

  it('keep what is examined apart from what is learnt: no message twice, no run of six words in both', () => {
    const runs = (texts: readonly string[]) => {
      const found = new Set<string>()
      for (const text of texts) {
        const all = words(text)
        for (let i = 0; i + 6 <= all.length; i++) found.add(all.slice(i, i + 6).join(' '))
      }
      return found
    }
    const inBoth = (a: Set<string>, b: Set<string>) => [...a].filter((item) => b.has(item))
    const learnt = vocabularyTexts(trainingTexts())
    const validation = readTexts('validation').messages.map(({ text }) => text)
    const test = readTexts('test').messages.map(({ text }) => text)
    const whole = (texts: readonly string[]) => new Set(texts.map((text) => words(text).join(' ')))
    for (const [held, others] of [
      [test, [...learnt, ...validation]],
      [validation, learnt],
    ] as const) {
      expect(inBoth(whole(held), whole(others))).toEqual([])
      expect(inBoth(runs(held), runs(others))).toEqual([])
    }
  })

  it.each(['training', 'validation', 'test'] as const)('%s has every label in both languages', (split) => {
    const { messages } = readTexts(split)
    for (const label of labels) {
      for (const language of ['en', 'es']) {
        const some = messages.some((message) => message.label === label && message.language === language)
        expect(some, `${label} ${language}`).toBe(true)
      }
    }
  })
})
