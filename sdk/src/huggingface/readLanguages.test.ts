import { expect, test } from 'vitest'
import { readLanguages } from './readLanguages.ts'

test.each([
  ['EN', 'en'],
  ['pt_br', 'pt-BR'],
  ['ZH-hant-tw', 'zh-Hant-TW'],
  ['sr-latn', 'sr-Latn'],
  ['es-419', 'es-419'],
  ['quz', 'quz'],
  ['iw', 'iw'],
  ['en-x-us', 'en-x-us'],
  ['multilingual', 'mul'],
  ['code', 'zxx'],
  ['no', 'no'],
])('%s is written %s', (value, tag) => {
  expect(readLanguages([value])).toEqual([tag])
})

test('names each language once', () => {
  expect(readLanguages(['en', 'EN', 'fr'])).toEqual(['en', 'fr'])
})
