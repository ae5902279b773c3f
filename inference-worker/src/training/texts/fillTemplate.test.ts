import { expect, it } from 'vitest'
import { Random } from '../random/Random.ts'
import { fillTemplate } from './fillTemplate.ts'
import { mixWords } from './mixWords.ts'
import { readConcepts, readTemplates } from './readConcepts.ts'
import { readWords } from './readWords.ts'

it('puts the form in the hole as it is, in the language asked for', () => {
  const templates = { need: { en: ['I need {x}!'], es: ['busco {x}'] }, offer: { en: [], es: [] } }
  const concept = { label: 'money' as const, forms: { en: ['$& and $1'], es: ['plata'] } }
  const random = new Random(1)
  expect(fillTemplate(concept, 'need', 'en', templates, random).text).toBe('I need $& and $1!')
  expect(fillTemplate(concept, 'need', 'es', templates, random)).toEqual({
    text: 'busco plata',
    label: 'money',
    language: 'es',
  })
})

it('finds concepts, templates and words for both languages', () => {
  for (const { forms } of readConcepts())
    expect(Math.min(forms.en.length, forms.es.length)).toBeGreaterThan(0)
  for (const { en, es } of Object.values(readTemplates())) {
    expect(Math.min(en.length, es.length)).toBeGreaterThan(5)
  }
  const words = readWords()
  expect(words.food.en).toContain('bread')
  expect(words.food.es).toContain('pan')
  expect(mixWords('food', 'es', { ...words, food: { en: [], es: ['pan'] } }, new Random(1)).text).toMatch(
    /^pan( pan)*$/,
  )
})
