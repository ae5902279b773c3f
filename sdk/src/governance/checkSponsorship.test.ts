import { TypedDataEncoder, Wallet } from 'ethers'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test, vi } from 'vitest'
import { checkSponsorship, type SponsorshipExpectation, sponsorshipDigest } from './checkSponsorship.ts'
import { governorDomain } from './domains.ts'
import { sponsorship, sponsorshipTypes } from './sponsorship.ts'
import { type SponsorshipFile, sponsorshipFile } from './sponsorshipFile.ts'

const governor = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const other = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
const where = { chainId: 31337, governor } as const
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const message = { proposalId: 77n, sponsor: account.address, deadline: 1_000n }
const expected: SponsorshipExpectation = { ...where, proposalId: 77n, now: 1_000n }
const types = { Sponsorship: [...sponsorshipTypes.Sponsorship] }
const signed = sponsorshipFile(
  where,
  message,
  await account.signTypedData(sponsorship(governorDomain(where), message)),
)

const refusal = (file: SponsorshipFile, expectation = expected) =>
  checkSponsorship(file, expectation).then(
    () => undefined,
    (error) => error.code,
  )

test('a sponsorship signed with viem or with ethers is taken, until its last second', async () => {
  const wallet = new Wallet(`0x${'11'.repeat(32)}`)
  const byEthers = (await wallet.signTypedData(governorDomain(where), types, message)) as Hex
  expect(sponsorshipFile(where, message, byEthers)).toEqual(signed)
  expect(sponsorshipDigest(signed)).toBe(TypedDataEncoder.hash(governorDomain(where), types, message))
  expect(await refusal(signed)).toBeUndefined()
  expect(await refusal(signed, { ...expected, now: 1_001n })).toBe('sponsorship_expired')
})

test.each([
  ['sponsorship_wrong_chain', { chainId: 1 }],
  ['sponsorship_wrong_governor', { governor: other }],
  ['sponsorship_wrong_proposal', { proposalId: 78n }],
] as const)('one that is for something else is refused (%s)', async (code, change) => {
  expect(await refusal({ ...signed, ...change })).toBe(code)
})

test.each([
  ['sponsorship_signer', { sponsor: other }],
  ['sponsorship_signer', { deadline: 1_001n }],
  ['sponsorship_signature', { signature: '0x' }],
] as const)('one that was changed is refused (%s, %#)', async (code, change) => {
  expect(await refusal({ ...signed, ...change })).toBe(code)
})

test('a sponsor that is a contract is asked, and no other', async () => {
  const isAccepted = vi.fn(async () => true)
  expect(await refusal(signed, { ...expected, isAccepted })).toBeUndefined()
  expect(isAccepted).not.toHaveBeenCalled()
  const byContract: SponsorshipFile = { ...signed, sponsor: other, signature: '0x1234' }
  expect(await refusal(byContract, { ...expected, isAccepted })).toBeUndefined()
  expect(isAccepted).toHaveBeenCalledWith(other, sponsorshipDigest(byContract), '0x1234')
  expect(await refusal(byContract, { ...expected, isAccepted: async () => false })).toBe(
    'sponsorship_signature',
  )
})

test('one that does not hold is told why, and what to do', async () => {
  const told = async (file: SponsorshipFile, expectation = expected) => {
    const error = await checkSponsorship(file, expectation).catch((each) => each)
    return error.toJSON()
  }
  expect(await told({ ...signed, chainId: 1 })).toStrictEqual({
    code: 'sponsorship_wrong_chain',
    message: 'It is for chain 1, not for chain 31337.',
    details: { expected: 31337, actual: 1 },
  })
  expect(await told({ ...signed, governor: other })).toStrictEqual({
    code: 'sponsorship_wrong_governor',
    message: `It is for another community, whose Governor is ${other}.`,
    details: { expected: governor, actual: other },
  })
  expect(await told({ ...signed, proposalId: 78n })).toStrictEqual({
    code: 'sponsorship_wrong_proposal',
    message: expect.stringMatching(/^It is for proposal 78, and this would be 77: .*\w\.$/),
    next: 'Propose exactly what was signed for, with the key it names; or have this signed for.',
    details: { expected: '77', actual: '78' },
  })
  expect(await told(signed, { ...expected, now: 1_001n })).toStrictEqual({
    code: 'sponsorship_expired',
    message: 'Its deadline has passed.',
    next: 'Have it signed again with a later deadline.',
    details: { deadline: '1000', now: '1001' },
  })
  const next = 'Have it signed again, with the key of the sponsor it names.'
  expect(await told({ ...signed, signature: '0x' })).toStrictEqual({
    code: 'sponsorship_signature',
    message: 'Its signature has 0 bytes instead of 65.',
    next,
    details: { digest: sponsorshipDigest(signed) },
  })
  const changed = { ...signed, deadline: 1_001n }
  expect(await told(changed)).toStrictEqual({
    code: 'sponsorship_signer',
    message: `${account.address} has not signed this sponsorship: it was signed by another key, or changed since.`,
    next,
    details: { sponsor: account.address, digest: sponsorshipDigest(changed) },
  })
})
