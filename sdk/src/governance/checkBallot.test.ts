import { TypedDataEncoder, Wallet } from 'ethers'
import {
  type Hex,
  hexToBigInt,
  numberToHex,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
  sliceHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test, vi } from 'vitest'
import { type BallotFile, ballotFile } from './ballotFile.ts'
import { type BallotExpectation, ballotDigest, checkBallot } from './checkBallot.ts'
import { governorDomain } from './domains.ts'
import { type MemberBallot, memberBallot, memberBallotTypes } from './memberBallot.ts'

const governor = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const other = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
const where = { chainId: 31337, governor } as const
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const message: MemberBallot = {
  proposalId: 77n,
  support: 'for',
  voter: account.address,
  reason: 'Sí',
  deadline: 1_000n,
}
const expected: BallotExpectation = { ...where, proposalIds: [76n, 77n], now: 1_000n }
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

async function signed(change: Partial<MemberBallot> = {}): Promise<BallotFile> {
  const vote = { ...message, ...change }
  return ballotFile(where, vote, await account.signTypedData(memberBallot(governorDomain(where), vote)))
}

const refusal = (ballot: BallotFile, expectation = expected) =>
  checkBallot(ballot, expectation).then(
    () => undefined,
    (error) => ({ code: error.code, message: error.message, details: error.details, next: error.next }),
  )

test('a ballot signed with viem or with ethers is taken, until its last second', async () => {
  const wallet = new Wallet(`0x${'11'.repeat(32)}`)
  const byEthers = ballotFile(
    where,
    message,
    (await wallet.signTypedData(
      governorDomain(where),
      { MemberBallot: [...memberBallotTypes.MemberBallot] },
      memberBallot(governorDomain(where), message).message,
    )) as Hex,
  )
  expect(byEthers).toEqual(await signed())
  expect(ballotDigest(byEthers)).toBe(
    TypedDataEncoder.hash(
      governorDomain(where),
      { MemberBallot: [...memberBallotTypes.MemberBallot] },
      memberBallot(governorDomain(where), message).message,
    ),
  )
  expect(await refusal(byEthers)).toBeUndefined()
  const { proposalIds: _, ...anyProposal } = expected
  expect(await refusal(byEthers, anyProposal)).toBeUndefined()
})

test('a ballot for another chain, community or proposal is refused, saying which', async () => {
  const ballot = await signed()
  expect(await refusal(ballot, { ...expected, chainId: 1 })).toMatchObject({
    code: 'ballot_wrong_chain',
    message: 'It is for chain 31337, not for chain 1.',
    details: { expected: 1, actual: 31337 },
  })
  expect(await refusal(ballot, { ...expected, governor: other })).toMatchObject({
    code: 'ballot_wrong_governor',
    message: expect.stringContaining(governor),
    details: { expected: other, actual: governor },
  })
  expect(await refusal(ballot, { ...expected, proposalIds: [78n] })).toMatchObject({
    code: 'ballot_wrong_proposal',
    details: { expected: ['78'], actual: '77' },
  })
  expect((await refusal(ballot, { ...expected, proposalIds: [] }))?.code).toBe('ballot_wrong_proposal')
})

test('a ballot whose deadline has passed is refused, with both moments', async () => {
  expect(await refusal(await signed({ deadline: 999n }))).toMatchObject({
    code: 'ballot_expired',
    details: { deadline: '999', now: '1000' },
  })
})

test('a ballot that was changed, or signed by another, is refused', async () => {
  const ballot = await signed()
  for (const change of [
    { support: 'against' },
    { reason: 'si' },
    { deadline: 1_001n },
    { proposalId: 76n },
    { voter: other },
  ] as const) {
    expect(await refusal({ ...ballot, ...change })).toMatchObject({ code: 'ballot_signer' })
  }
  // A ballot for one community is none for another.
  expect((await refusal({ ...ballot, governor: other }, { ...expected, governor: other }))?.code).toBe(
    'ballot_signer',
  )
  expect((await refusal({ ...ballot, chainId: 1 }, { ...expected, chainId: 1 }))?.code).toBe('ballot_signer')
})

test('the twins of a signature are refused, as the Governor does', async () => {
  const ballot = await signed()
  const s = hexToBigInt(sliceHex(ballot.signature, 32, 64))
  const v = sliceHex(ballot.signature, 64)
  const highS = `${ballot.signature.slice(0, 66)}${numberToHex(order - s, { size: 32 }).slice(2)}${v === '0x1b' ? '1c' : '1b'}`
  const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(ballot.signature)))
  const lowV = `${ballot.signature.slice(0, 130)}${v === '0x1b' ? '00' : '01'}`
  expect(await refusal({ ...ballot, signature: highS as Hex })).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature has a high s.',
  })
  expect(await refusal({ ...ballot, signature: compact })).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature has 64 bytes instead of 65.',
  })
  expect(await refusal({ ...ballot, signature: lowV as Hex })).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature does not end in 27 or 28.',
  })
  expect(await refusal({ ...ballot, signature: `0x${'00'.repeat(64)}1b` })).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature cannot be read.',
  })
})

test('a voter that is a contract is asked, with what was signed, and only where no key of it signed', async () => {
  const isAccepted = vi.fn(async () => true)
  expect(await refusal(await signed(), { ...expected, isAccepted })).toBeUndefined()
  expect(isAccepted).not.toHaveBeenCalled()
  const ballot: BallotFile = { ...(await signed()), voter: other, signature: '0x1234' }
  expect(await refusal(ballot, { ...expected, isAccepted })).toBeUndefined()
  expect(isAccepted).toHaveBeenCalledExactlyOnceWith(other, ballotDigest(ballot), '0x1234')
  const foreign: BallotFile = { ...(await signed()), voter: other }
  expect(await refusal(foreign, { ...expected, isAccepted })).toBeUndefined()

  isAccepted.mockResolvedValue(false)
  const refused = await refusal(ballot, { ...expected, isAccepted })
  expect(refused).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature has 2 bytes instead of 65.',
  })
  expect(refused?.next).not.toContain('chain')
  expect((await refusal(ballot))?.next).toContain('where the chain can be asked')
})

test('one that does not hold is told why, and what to do', async () => {
  const ballot = await signed()
  expect(await refusal(ballot, { ...expected, proposalIds: [76n] })).toMatchObject({
    message: 'It is for proposal 77, which is not voted on here.',
    details: { expected: ['76'], actual: '77' },
  })
  expect(await refusal(ballot, { ...expected, now: 1_001n })).toEqual({
    code: 'ballot_expired',
    message: 'Its deadline has passed.',
    details: { deadline: '1000', now: '1001' },
    next: 'Have it signed again with a later deadline, if the vote is still open.',
  })
  const changed = { ...ballot, reason: 'No' }
  const byAnother = {
    code: 'ballot_signer',
    message: `${account.address} has not signed this ballot: it was signed by another key, or changed since.`,
    details: { voter: account.address, digest: ballotDigest(changed) },
  }
  expect(await refusal(changed)).toEqual({
    ...byAnother,
    next: 'Have it signed again; if the voter is a contract, check it where the chain can be asked.',
  })
  expect(await refusal(changed, { ...expected, isAccepted: async () => false })).toEqual({
    ...byAnother,
    next: 'Have it signed again, with the key of the voter it names.',
  })
})

test('a signature is told what keeps it from being of any key', async () => {
  const ballot = await signed()
  const r = ballot.signature.slice(2, 66)
  const half = (order / 2n).toString(16).padStart(64, '0')
  const unreadable: Hex = `0x${'0'.repeat(128)}1b`
  expect(await refusal({ ...ballot, signature: unreadable })).toMatchObject({
    code: 'ballot_signature',
    message: 'Its signature cannot be read.',
    details: { digest: ballotDigest(ballot) },
  })
  expect((await refusal({ ...ballot, signature: `0x${r}${half}1b` }))?.message).not.toContain('high s')
})
