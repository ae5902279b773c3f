import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'
import { beforeEach, expect, test } from 'vitest'
import { NonceBook } from './NonceBook.ts'
import { SessionBook } from './SessionBook.ts'
import { SignIn } from './SignIn.ts'

const account = privateKeyToAccount(generatePrivateKey())
const now = Date.parse('2026-11-26T12:00:00Z')
let signed: boolean
let asked: number
let sessions: SessionBook
let signIn: SignIn
beforeEach(() => {
  signed = true
  asked = 0
  sessions = new SessionBook(900)
  const chain = {
    chainId: 10,
    verifyMessage: async () => {
      asked++
      return signed
    },
  }
  signIn = new SignIn(chain, new NonceBook(), sessions, new Set(['models.example.org']), () => now)
})

type Fields = Parameters<typeof createSiweMessage>[0]
const message = (over: Partial<Fields> = {}) =>
  createSiweMessage({
    address: account.address,
    domain: 'models.example.org',
    uri: 'https://models.example.org/ask',
    version: '1',
    chainId: 10,
    nonce: signIn.terms().nonce,
    issuedAt: new Date(now),
    ...over,
  })
const open = (text: string, signature: Hex = '0x01') => signIn.open(text, signature)

test('a message of these terms opens a session for its account', async () => {
  const terms = signIn.terms()
  expect(terms).toMatchObject({
    chainId: 10,
    domains: ['models.example.org'],
    expiresAt: '2026-11-26T12:05:00.000Z',
  })
  const session = await open(
    message({
      statement: 'Ask the community’s models.',
      resources: ['https://example.org'],
      scheme: 'https',
    }),
  )
  expect(session).toMatchObject({ account: account.address, expiresAt: '2026-11-26T12:15:00.000Z' })
  expect(sessions.accountOf(session.token)).toBe(account.address)
})

test('a session ends no later than the message says', async () => {
  const { expiresAt } = await open(message({ expirationTime: new Date(now + 1_000) }))
  expect(expiresAt).toBe('2026-11-26T12:00:01.000Z')
})

test.each<[string, string, Partial<Fields>]>([
  ['another domain', 'domain', { domain: 'evil.example' }],
  ['a longer domain', 'domain', { domain: 'models.example.org.evil.example' }],
  ['another chain', 'chainId', { chainId: 1 }],
  ['a time that is over', 'expirationTime', { expirationTime: new Date(now) }],
  ['a time that has not come', 'notBefore', { notBefore: new Date(now + 1) }],
  ['a nonce from elsewhere', 'nonce', { nonce: 'a'.repeat(76) }],
])('%s is refused by name, before anybody is asked about the signature', async (_, param, over) => {
  await expect(open(message(over))).rejects.toMatchObject({
    code: 'sign_in_refused',
    status: 401,
    facts: { param },
  })
  expect(asked).toBe(0)
})

test.each<[string, (text: string) => string]>([
  ['words before it', (text) => `Hello\n${text}`],
  ['words after it', (text) => `${text}\nHello`],
  ['words in the middle', (text) => text.replace('\nVersion: 1', '\nHello\nVersion: 1')],
  ['another version', (text) => text.replace('Version: 1', 'Version: 2')],
  ['a time that is none', (text) => text.replace(/Issued At: .*/, 'Issued At: tomorrow')],
  ['nothing of it', () => 'Hello'],
])('a message with %s is none', async (_, change) => {
  await expect(open(change(message()))).rejects.toMatchObject({
    code: 'sign_in_refused',
    facts: { param: 'message' },
  })
  expect(asked).toBe(0)
})

test('a signature of somebody else is refused, and the nonce is used up by it', async () => {
  const text = message()
  signed = false
  await expect(open(text)).rejects.toMatchObject({ code: 'sign_in_refused', facts: { param: 'signature' } })
  signed = true
  await expect(open(text)).rejects.toMatchObject({ facts: { param: 'nonce' } })
})

test('of the same message sent twice at a time, one opens a session', async () => {
  const text = message()
  const outcomes = await Promise.allSettled([open(text), open(text)])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('an account in capitals of no checksum is the same account', async () => {
  const text = message().replace(account.address, `0x${account.address.slice(2).toUpperCase()}`)
  expect((await open(text)).account).toBe(account.address)
})
