import { describe, expect, test } from 'vitest'
import { matchingLimits } from './matchingLimits.ts'
import { parseRound } from './parseRound.ts'

const projects = { A: ['1', '2'] }
const gift = { donor: 'a', project: 'A', amount: '1' }
const pool = '100'

describe('a round', () => {
  test('by project keeps every gift as one of a donor of its own', () => {
    expect(parseRound({ pool, projects })).toEqual({
      pool: 100n,
      cap: 0n,
      scaleUp: false,
      householdBound: matchingLimits.householdBound,
      projects: [{ name: 'A', gifts: [{ amount: 1n }, { amount: 2n }] }],
    })
  })

  test('by gift sums what a donor gave to a project, and knows its household from any of its gifts', () => {
    const gifts = [
      gift,
      { ...gift, donor: 'b', amount: '5', household: 'h' },
      { ...gift, project: 'B', household: 'h' },
      { ...gift, amount: '2' },
    ]
    expect(parseRound({ pool, cap: '7', scaleUp: true, gifts, M: '9' })).toEqual({
      pool: 100n,
      cap: 7n,
      scaleUp: true,
      householdBound: 9n,
      projects: [
        {
          name: 'A',
          gifts: [
            { amount: 3n, household: 'h' },
            { amount: 5n, household: 'h' },
          ],
        },
        { name: 'B', gifts: [{ amount: 1n, household: 'h' }] },
      ],
    })
  })

  test('may be of nobody', () => {
    expect(parseRound({ pool, projects: {} }).projects).toEqual([])
    expect(parseRound({ pool, gifts: [] }).projects).toEqual([])
    expect(parseRound({ pool, projects: { A: [] } }).projects).toEqual([{ name: 'A', gifts: [] }])
  })

  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, []]))
  test('has 1,024 projects at most', () => {
    expect(parseRound({ pool, projects: many(1_024) }).projects).toHaveLength(1_024)
    const gifts = Object.keys(many(1_024)).map((project) => ({ ...gift, project }))
    expect(parseRound({ pool, gifts }).projects).toHaveLength(1_024)
  })

  test.each<[string, string, unknown]>([
    ['', 'not valid: it is not an object', null],
    ['', 'not an object', [projects]],
    ['', 'neither projects nor gifts', { pool }],
    ['gifts', 'one of the two', { pool, projects, gifts: [gift] }],
    ['pool', 'expected string', { projects }],
    ['pool', 'expected string', { pool: 100, projects }],
    ['pool', 'whole number', { pool: '-1', projects }],
    ['pool', 'whole number', { pool: '1.5', projects }],
    ['pool', 'whole number', { pool: '0x10', projects }],
    ['pool', 'whole number', { pool: '1e18', projects }],
    ['pool', '256 bits', { pool: (2n ** 256n).toString(), projects }],
    ['cap', 'not valid at cap: ', { pool, cap: '', projects }],
    ['scaleUp', 'boolean', { pool, scaleUp: 'yes', projects }],
    ['M', 'not a field', { pool, projects, M: '1' }],
    ['colour', 'not a field', { pool, projects, colour: 'red' }],
    ['projects', 'record', { pool, projects: [['1']] }],
    ['projects', 'record', { pool, projects: null }],
    ['projects.A', 'array', { pool, projects: { A: '1' } }],
    ['projects.A[1]', 'expected string', { pool, projects: { A: ['1', 2] } }],
    ['projects.A[1]', 'whole number', { pool, projects: { A: ['1', ' 2'] } }],
    ['projects', '1024 projects', { pool, projects: many(1_025) }],
    ['projects', 'names no project', { pool, projects: { '': ['1'] } }],
    ['projects', 'names no project', { pool, projects: JSON.parse('{"__proto__":["1"]}') }],
    ['gifts', 'array', { pool, gifts: { A: ['1'] } }],
    ['gifts[1].amount', 'whole number', { pool, gifts: [gift, { ...gift, amount: 'one' }] }],
    ['gifts[0].donor', 'empty name', { pool, gifts: [{ ...gift, donor: '' }] }],
    ['gifts[0].project', 'expected string', { pool, gifts: [{ donor: 'a', amount: '1' }] }],
    ['gifts[0].project', 'names no project', { pool, gifts: [{ ...gift, project: '__proto__' }] }],
    ['gifts[0].crew', 'not a field', { pool, gifts: [{ ...gift, crew: 'h' }] }],
    [
      'gifts',
      '1024 projects',
      { pool, gifts: Object.keys(many(1_025)).map((project) => ({ ...gift, project })) },
    ],
    ['M', 'is missing', { pool, gifts: [{ ...gift, household: 'h' }] }],
    ['M', '2^128', { pool, gifts: [gift], M: (2n ** 128n).toString() }],
    [
      'gifts[2].household',
      'donor "a" is in "h" already',
      { pool, M: '1', gifts: [{ ...gift, household: 'h' }, gift, { ...gift, project: 'B', household: 'i' }] },
    ],
  ])('that is not one is refused at %j: %s', (at, why, json) => {
    const refused = expect.objectContaining({
      code: 'round_invalid',
      at,
      message: expect.stringContaining(why),
      next: expect.stringMatching(/^\p{Lu}.+\.$/u),
    })
    expect(() => parseRound(json)).toThrow(refused)
  })
})
