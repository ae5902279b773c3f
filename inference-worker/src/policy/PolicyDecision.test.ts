import { expect, test } from 'vitest'
import { isLetIn, type PolicyDecision, strictest } from './PolicyDecision.ts'

const decision = (reason: number, until = 0): PolicyDecision => ({ allowed: reason === 0, reason, until })

test.each([
  ['a no against a yes', decision(11, 5), decision(0)],
  ['the reason that comes first', decision(2), decision(3)],
  ['the audience before the season', decision(2), decision(11, 5)],
  ['the yes that ends first', decision(0, 5), decision(0, 6)],
  ['a yes that ends against one that does not', decision(0, 5), decision(0)],
  ['the no that ends last', decision(11, 6), decision(11, 5)],
  ['a no without an end against one that ends', decision(11), decision(11, 5)],
])('the strictest is %s, in any order', (_, strict, mild) => {
  expect(strictest([strict, mild])).toEqual(strict)
  expect(strictest([mild, strict])).toEqual(strict)
  expect(strictest([mild])).toEqual(mild)
})

test('all may know of a version but those outside the audience, or of a policy that there is not', () => {
  const letIn = Array.from({ length: 12 }, (_, reason) => isLetIn(decision(reason)))
  expect(letIn.map((isIn, reason) => [reason, isIn]).filter(([, isIn]) => !isIn)).toEqual([
    [1, false],
    [2, false],
  ])
})
