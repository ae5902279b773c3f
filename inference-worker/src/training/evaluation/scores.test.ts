import { expect, it } from 'vitest'
import type { Label } from '../texts/labels.ts'
import type { Language } from '../texts/readTexts.ts'
import { scoreLabels, wilsonInterval } from './scoreLabels.ts'
import { scoreRetrieval } from './scoreRetrieval.ts'

const answered = (label: Label, answer: Label, language: Language = 'en') => ({
  message: { text: '', label, language },
  answer,
})

it('counts labels right and wrong, by label and language', () => {
  const scores = scoreLabels([
    answered('food', 'food'),
    answered('food', 'money', 'es'),
    answered('money', 'money'),
    answered('money', 'money', 'es'),
  ])
  expect(scores).toMatchObject({ count: 4, right: 3, accuracy: 0.75 })
  expect(scores.perLabel.food).toMatchObject({ precision: 1, recall: 0.5, f1: 2 / 3 })
  expect(scores.perLabel.money).toMatchObject({ precision: 2 / 3, recall: 1, f1: 0.8 })
  expect(scores.perLanguage.es).toMatchObject({ accuracy: 0.5, count: 2 })
  expect(scores.confusion.food).toMatchObject({ food: 1, money: 1, other: 0 })
  expect(scores.macroF1).toBeCloseTo((2 / 3 + 0.8) / 10, 12)
})

it('gives the interval of Wilson', () => {
  const [low, high] = wilsonInterval(80, 100)
  expect(low).toBeCloseTo(0.7112, 4)
  expect(high).toBeCloseTo(0.8666, 4)
})

it('ranks the right offer behind those that score the same', () => {
  const perfect = scoreRetrieval(10, (need, offer) => (need === offer ? 1 : 0))
  expect(perfect).toEqual({ count: 10, recallAt1: 1, recallAt5: 1, meanReciprocalRank: 1 })
  const blind = scoreRetrieval(10, () => 0)
  expect(blind).toMatchObject({ count: 10, recallAt1: 0, recallAt5: 0 })
  expect(blind.meanReciprocalRank).toBeCloseTo(0.1, 12)
  const second = scoreRetrieval(10, (need, offer) => -Math.abs(offer - ((need + 1) % 10)))
  expect(second.recallAt1).toBe(0)
  expect(second.recallAt5).toBeGreaterThan(0.8)
})
