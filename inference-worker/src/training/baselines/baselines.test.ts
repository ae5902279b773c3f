import { expect, it } from 'vitest'
import { NaiveBayes } from './NaiveBayes.ts'
import { WordCosine } from './WordCosine.ts'

it('naive Bayes goes by the words it has counted and by how frequent a label is', () => {
  const bayes = new NaiveBayes(
    [
      { text: 'bread and soup', label: 'food', language: 'en' },
      { text: 'bread', label: 'food', language: 'en' },
      { text: 'a hammer and nails', label: 'tools', language: 'en' },
    ],
    0.3,
  )
  expect(bayes.classify('Bread!')).toBe('food')
  expect(bayes.classify('nails')).toBe('tools')
  expect(bayes.classify('xyz')).toBe('food')
})

it('word cosine is 1 for the same words, 0 for none in common, and weighs rare words more', () => {
  const cosine = new WordCosine(['i need bread', 'i need soup', 'i need nails'])
  expect(cosine.similarity('need bread', 'bread need')).toBeCloseTo(1, 12)
  expect(cosine.similarity('bread', 'soup')).toBe(0)
  expect(cosine.similarity('', 'soup')).toBe(0)
  expect(cosine.similarity('need bread', 'some bread')).toBeGreaterThan(
    cosine.similarity('need bread', 'need some'),
  )
})
