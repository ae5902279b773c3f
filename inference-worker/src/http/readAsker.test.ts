import { purposes } from '@commonweal/sdk/policy/vocabulary'
import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { SessionBook } from '../sessions/SessionBook.ts'
import { readAsker } from './readAsker.ts'

const account = `0x${'a'.repeat(40)}` as const
const sessions = new SessionBook(900)
const read = (headers: Record<string, string>, defaultPurpose?: (typeof purposes)[number]) =>
  readAsker(headers, sessions, defaultPurpose)

test('without headers nobody asks, for nothing that was named, and not for gain', () => {
  expect(read({})).toEqual({ account: zeroAddress, purpose: undefined, commercial: false })
})

test('a token tells who asks; the key of clients that cannot do without one tells nobody', () => {
  const { token } = sessions.open(account)
  expect(read({ authorization: `Bearer ${token}` }).account).toBe(account)
  expect(read({ authorization: `bearer ${token}` }).account).toBe(account)
  expect(read({ authorization: 'Bearer none' }).account).toBe(zeroAddress)
})

test.each(['Bearer nobody', 'Bearer', '', 'Basic bm9uZTpub25l', 'none'])(
  '%j is no session',
  (authorization) => {
    expect(() => read({ authorization })).toThrow(expect.objectContaining({ code: 'session_invalid' }))
  },
)

test('the purpose of the request counts before the community’s', () => {
  for (const purpose of purposes)
    expect(read({ 'commonweal-purpose': purpose }, 'health').purpose).toBe(purpose)
  expect(read({}, 'health').purpose).toBe('health')
})

test('a purpose that is none, and a word for gain that is none, are refused', () => {
  const invalid = (param: string) =>
    expect.objectContaining({ code: 'invalid_request', facts: expect.objectContaining({ param }) })
  for (const purpose of ['', 'Research', 'warfare']) {
    expect(() => read({ 'commonweal-purpose': purpose })).toThrow(invalid('Commonweal-Purpose'))
  }
  expect(() => read({ 'commonweal-commercial': 'yes' })).toThrow(invalid('Commonweal-Commercial'))
  expect(read({ 'commonweal-commercial': 'true' }).commercial).toBe(true)
  expect(read({ 'commonweal-commercial': 'false' }).commercial).toBe(false)
})
