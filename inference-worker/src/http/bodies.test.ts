import { expect, test } from 'vitest'
import { z } from 'zod'
import type { WorkerError } from '../errors/WorkerError.ts'
import { parse } from './bodies.ts'

const schema = z.strictObject({ input: z.string({ error: 'must be text' }) })

function refuse(body: unknown): WorkerError {
  try {
    parse(schema, body)
  } catch (error) {
    return error as WorkerError
  }
  throw new Error('It was accepted.')
}

test('what is at fault is named', () => {
  expect(parse(schema, { input: 'hi' })).toEqual({ input: 'hi' })
  expect(refuse({ input: 1 })).toMatchObject({ facts: { param: 'input' }, message: 'input must be text' })
  expect(refuse({ input: 'hi', stream: true })).toMatchObject({
    facts: { param: 'stream' },
    message: 'stream is not known here',
    next: 'GET /openapi.json describes what a request holds.',
  })
})

test.each([
  ['purpose', 'Commonweal-Purpose'],
  ['commercial', 'Commonweal-Commercial'],
])('a %s in the body is shown to the header %s', (field, header) => {
  expect(refuse({ input: 'hi', [field]: 'research' })).toMatchObject({
    facts: { param: field },
    next: `Say it in the header ${header}.`,
  })
})
