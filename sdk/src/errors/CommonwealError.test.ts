import { expect, test } from 'vitest'
import { ArtifactError } from './ArtifactError.ts'
import { BallotError } from './BallotError.ts'
import { CartError } from './CartError.ts'
import { CommonwealError } from './CommonwealError.ts'
import { DraftError } from './DraftError.ts'
import { IdentifierError } from './IdentifierError.ts'
import { LabelError } from './LabelError.ts'
import { ManifestError } from './ManifestError.ts'
import { MatchingError } from './MatchingError.ts'
import { PolicyError } from './PolicyError.ts'
import { ReceiptError } from './ReceiptError.ts'
import { SponsorshipError } from './SponsorshipError.ts'

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

test('a matching error puts its place into its details, where it knows one', () => {
  const error = new MatchingError('No.', { code: 'round_invalid', at: 'gifts[3]', details: { x: 1 } })
  expect(error.at).toBe('gifts[3]')
  expect(error.details).toEqual({ at: 'gifts[3]', x: 1 })
  const nowhere = new MatchingError('No.', { code: 'project_unknown', details: { x: 1 } })
  expect(nowhere.at).toBeUndefined()
  expect(Object.keys(nowhere.details as object)).toEqual(['x'])
})

type AnyKind = new (message: string, options: { code: never }) => CommonwealError

test.each<[AnyKind, string]>([
  [ArtifactError, 'ArtifactError'],
  [BallotError, 'BallotError'],
  [CartError, 'CartError'],
  [DraftError, 'DraftError'],
  [IdentifierError, 'IdentifierError'],
  [LabelError, 'LabelError'],
  [ManifestError, 'ManifestError'],
  [MatchingError, 'MatchingError'],
  [PolicyError, 'PolicyError'],
  [ReceiptError, 'ReceiptError'],
  [SponsorshipError, 'SponsorshipError'],
])('%o says which kind of error it is', (Kind, name) => {
  const error = new Kind('No.', { code: 'no' as never })
  expect(error.name).toBe(name)
  expect(error).toBeInstanceOf(CommonwealError)
})

test('what an error does not know, it does not say, not even as nothing', () => {
  expect(new CommonwealError('No.', { code: 'no' }).toJSON()).toStrictEqual({ code: 'no', message: 'No.' })
  expect(new CommonwealError('No.', { code: 'no' })).not.toHaveProperty('cause')
  expect(new CommonwealError('No.', { code: 'no', next: 'Yes.', details: { a: 1 } }).toJSON()).toStrictEqual({
    code: 'no',
    message: 'No.',
    next: 'Yes.',
    details: { a: 1 },
  })
  expect(new ManifestError('No.', { code: 'path_refused' }).details).toStrictEqual({})
  expect(new PolicyError('No.', { code: 'policy_invalid' }).details).toStrictEqual({})
  expect(new LabelError('No.', { code: 'label_salt' }).toJSON()).toStrictEqual({
    code: 'label_salt',
    message: 'No.',
  })
  expect(new LabelError('No.', { code: 'label_salt', at: 'a' }).details).toStrictEqual({ at: 'a' })
})
