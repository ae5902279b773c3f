import { describe, expect, it } from 'vitest'
import { specialTokens } from './specialTokens.ts'
import { trainVocabulary } from './trainVocabulary.ts'

const texts = ['bread bread bread', 'breakfast', 'pañales']

describe('trainVocabulary', () => {
  it('puts the special tokens first and merges what is frequent', () => {
    const vocabulary = trainVocabulary(texts, 1000, 2)
    expect(vocabulary.slice(0, 4)).toEqual([...specialTokens])
    expect(vocabulary).toContain('bread')
    expect(vocabulary).toContain('brea')
    expect(vocabulary).not.toContain('breakfast')
    expect(new Set(vocabulary).size).toBe(vocabulary.length)
  })

  it('does not depend on the order of the texts', () => {
    expect(trainVocabulary(texts.toReversed(), 1000, 1)).toEqual(trainVocabulary(texts, 1000, 1))
  })

  it('stops at the size asked for', () => {
    expect(trainVocabulary(texts, 125, 1)).toHaveLength(125)
  })
})
