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

test.each([
  ['en-a-latn-us', 'en-a-latn-us'],
  ['sl-rozaj-biske', 'sl-rozaj-biske'],
  ['de-1996-at', 'de-1996-AT'],
  ['ab-cde-fghij', 'ab-cde-fghij'],
])('only a script of four and a region of two letters change their case: %s', (value, tag) => {
  expect(readLanguages([value.toUpperCase()])).toEqual([tag])
})
