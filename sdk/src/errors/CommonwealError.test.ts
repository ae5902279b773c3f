import { expect, test } from 'vitest'
import { CommonwealError } from './CommonwealError.ts'
import { ManifestError } from './ManifestError.ts'

test('an error carries its code, details, next step and cause', () => {
  const cause = new Error('below')
  const error = new CommonwealError('No.', { code: 'no', details: { a: 1 }, next: 'Try yes.', cause })
  expect(error).toMatchObject({
    name: 'CommonwealError',
    message: 'No.',
    code: 'no',
    next: 'Try yes.',
    cause,
  })
  expect(error).toBeInstanceOf(Error)
})

test('as JSON it tells neither its stack nor its cause', () => {
  const error = new CommonwealError('No.', { code: 'no', cause: new Error('/home/someone') })
  expect(JSON.parse(JSON.stringify(error))).toEqual({ code: 'no', message: 'No.' })
})

test('a manifest error puts path and place into its details', () => {
  const error = new ManifestError('No.', {
    code: 'path_refused',
    path: 'a/b',
    at: 'files[0].path',
    details: { x: 1 },
  })
  expect(error.path).toBe('a/b')
  expect(error.details).toEqual({ path: 'a/b', at: 'files[0].path', x: 1 })
})
