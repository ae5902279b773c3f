import fc from 'fast-check'
import { type Address, encodeFunctionData, getAddress, type Hex, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import type { ActionAddresses, KnownAction } from './action.ts'
import { decodeAction } from './decodeAction.ts'
import { composeDescription, readDescription } from './description.ts'
import { encodeAction } from './encodeAction.ts'

const at = (digit: string) => `0x${digit.repeat(40)}` as Address
const addresses: ActionAddresses = {
  communityRegistry: at('1'),
  modelRegistry: at('2'),
  membership: at('3'),
  governor: at('4'),
  timelock: at('5'),
}

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString('hex')}`))
const bytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex)
const text = fc.string({ unit: 'binary', maxLength: 40 })
const kind = <const K extends string>(name: K) => fc.constant(name)
const known: fc.Arbitrary<KnownAction> = fc.oneof(
  fc.record({ kind: kind('approveVersion'), communityId: bytes32, versionId: bytes32, policyId: bytes32 }),
  fc.record({ kind: kind('suspendVersion'), communityId: bytes32, versionId: bytes32, reason: text }),
  fc.record({ kind: kind('restoreVersion'), communityId: bytes32, versionId: bytes32 }),
  fc.record({ kind: kind('revokeVersion'), communityId: bytes32, versionId: bytes32, reason: text }),
  fc.record({ kind: kind('admitMember'), account: address, roles: fc.nat(255) }),
  fc.record({ kind: kind('removeMember'), account: address, reason: text }),
  fc.record({ kind: kind('setRoles'), account: address, roles: fc.nat(255) }),
  fc.record({
    kind: kind('transferNative'),
    to: address,
    amount: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
  }),
  fc.record({ kind: kind('setVotingDelay'), seconds: fc.nat() }),
  fc.record({ kind: kind('setVotingPeriod'), seconds: fc.nat() }),
  fc.record({ kind: kind('setLateQuorumVoteExtension'), seconds: fc.nat() }),
  fc.record({ kind: kind('setQuorumBps'), basisPoints: fc.nat(65535) }),
  fc.record({ kind: kind('setMinimumVoters'), voters: fc.nat() }),
  fc.record({ kind: kind('setTimelockDelay'), seconds: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }) }),
  fc.record({ kind: kind('setCharter'), communityId: bytes32, charterDigest: bytes32, charterURI: text }),
  fc.record({ kind: kind('setGovernor'), communityId: bytes32, governor: address }),
  fc.record({ kind: kind('offerAuthority'), communityId: bytes32, to: address }),
  fc.record({ kind: kind('acceptAuthority'), communityId: bytes32 }),
)

test('what is encoded is read back', () => {
  fc.assert(
    fc.property(known, (action) => {
      expect(decodeAction(encodeAction(action, addresses), addresses)).toEqual(action)
    }),
    { numRuns: 500 },
  )
})

test('a byte more, money sent along, or another target make it unknown', () => {
  fc.assert(
    fc.property(
      known.filter((action) => action.kind !== 'transferNative'),
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      (action, extra) => {
        const encoded = encodeAction(action, addresses)
        const longer: Hex = `${encoded.calldata}${Buffer.from(extra).toString('hex')}`
        expect(decodeAction({ ...encoded, calldata: longer }, addresses).kind).toBe('unknown')
        expect(decodeAction({ ...encoded, value: 1n }, addresses).kind).toBe('unknown')
        expect(decodeAction({ ...encoded, target: at('9') }, addresses).kind).toBe('unknown')
      },
    ),
  )
})

test('any bytes at all are decoded without an error', () => {
  const target = fc.oneof(address, fc.constantFrom(...Object.values(addresses)))
  const calldata = fc
    .uint8Array({ maxLength: 140 })
    .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex)
  fc.assert(
    fc.property(target, fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), calldata, (to, value, data) => {
      const decoded = decodeAction({ target: to, value, calldata: data }, addresses)
      if (decoded.kind !== 'unknown') expect(encodeAction(decoded, addresses).calldata).toBe(data)
    }),
  )
})

describe('is unknown', () => {
  const unknown = (target: Address, calldata: Hex, value = 0n) =>
    decodeAction({ target, value, calldata }, addresses)

  test('an ERC-20 transfer, with its selector for the warning', () => {
    const calldata = encodeFunctionData({
      abi: parseAbi(['function transfer(address,uint256)']),
      args: [at('a'), 1n],
    })
    expect(unknown(at('9'), calldata)).toEqual({
      kind: 'unknown',
      target: at('9'),
      value: 0n,
      calldata,
      selector: '0xa9059cbb',
    })
  })

  test('a call of nothing with nothing, and money sent to a contract of the community', () => {
    expect(unknown(at('9'), '0x')).toMatchObject({ kind: 'unknown', selector: null })
    expect(unknown(addresses.timelock, '0x', 1n).kind).toBe('unknown')
  })

  test("the Governor's setter sent to the timelock", () => {
    const { calldata } = encodeAction({ kind: 'setVotingDelay', seconds: 1 }, addresses)
    expect(unknown(addresses.timelock, calldata).kind).toBe('unknown')
    const delay = encodeAction({ kind: 'setTimelockDelay', seconds: 1n }, addresses)
    expect(unknown(addresses.governor, delay.calldata).kind).toBe('unknown')
  })

  test('an address with dirty bytes above it, which the chain would refuse', () => {
    const { calldata } = encodeAction({ kind: 'admitMember', account: at('a'), roles: 1 }, addresses)
    const dirty = `${calldata.slice(0, 10)}ff${calldata.slice(12)}` as Hex
    expect(unknown(addresses.membership, dirty).kind).toBe('unknown')
  })
})

test('a description is bound to its proposer and read back without the binding', () => {
  const proposer = getAddress('0x70997970c51812dc3a010c7d01b50e0d17dc79c8')
  const description = composeDescription('Approve it', proposer)
  expect(description).toBe('Approve it#proposer=0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
  expect(readDescription(description)).toEqual({ text: 'Approve it', proposer })
  expect(readDescription('Approve it')).toEqual({ text: 'Approve it', proposer: null })
  expect(readDescription('#proposer=0x12')).toEqual({ text: '#proposer=0x12', proposer: null })
})
