import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import fc from 'fast-check'
import {
  type Abi,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  parseAbi,
  stringToHex,
  toFunctionSelector,
  toFunctionSignature,
  zeroAddress,
} from 'viem'
import { describe, expect, test } from 'vitest'
import type { ActionAddresses, KnownAction } from './action.ts'
import { decodeAction } from './decodeAction.ts'
import { composeDescription, readDescription } from './description.ts'
import { encodeAction } from './encodeAction.ts'
import { governanceAbi, tokenAbi } from './governanceAbi.ts'
import { type TimelockRole, timelockRoles } from './timelockRoles.ts'

const at = (digit: string) => `0x${digit.repeat(40)}` as Address
const addresses: ActionAddresses = {
  communityRegistry: at('1'),
  modelRegistry: at('2'),
  membership: at('3'),
  governor: at('4'),
  timelock: at('5'),
  council: at('6'),
  culturalProtocols: at('7'),
  federation: at('8'),
  quadraticFunding: at('b'),
}

const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => getAddress(`0x${Buffer.from(bytes).toString('hex')}`))
const bytes32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as Hex)
const text = fc.string({ unit: 'binary', maxLength: 40 })
const kind = <const K extends string>(name: K) => fc.constant(name)
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
const moment = fc.nat({ max: 2 ** 48 - 1 })
const role = fc.constantFrom(...(Object.keys(timelockRoles) as TimelockRole[]))
const transfer = fc.oneof(
  fc.record({
    kind: kind('transferNative'),
    to: address,
    amount: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
  }),
  fc.record({ kind: kind('transferToken'), token: address, to: address, amount: uint256 }),
)
const everyKind: readonly fc.Arbitrary<KnownAction>[] = [
  fc.record({
    kind: kind('approveVersion'),
    communityId: bytes32,
    versionId: bytes32,
    policyId: bytes32,
    supersedesParent: fc.boolean(),
  }),
  fc.record({
    kind: kind('setEvaluator'),
    communityId: bytes32,
    evaluator: address,
    recognised: fc.boolean(),
  }),
  fc.record({ kind: kind('setEvaluationRequired'), communityId: bytes32, required: fc.boolean() }),
  fc.record({
    kind: kind('loosenPolicy'),
    policyId: bytes32,
    rules: fc.record({
      audience: fc.array(
        fc.record({ kinds: fc.nat(255), roles: fc.nat(255), groups: fc.array(bytes32, { maxLength: 3 }) }),
        { maxLength: 3 },
      ),
      purposes: fc.nat(65_535),
      commercial: fc.nat(2),
      shareBps: fc.nat(65_535),
      derivatives: fc.nat(2),
      outreachOnly: fc.boolean(),
      retention: fc.nat(1),
      consentThreshold: fc.nat(255),
      expiresAt: fc.nat(),
      season: fc.record({
        utcOffset: fc.integer({ min: -32_768, max: 32_767 }),
        first: uint256,
        last: uint256,
      }),
      custodian: address,
      attribution: bytes32,
      document: bytes32,
      labels: fc.array(bytes32, { maxLength: 3 }),
    }),
  }),
  fc.record({
    kind: kind('setCommercialGrant'),
    policyId: bytes32,
    account: address,
    granted: fc.boolean(),
  }),
  fc.record({
    kind: kind('setDerivativeApproval'),
    policyId: bytes32,
    versionId: bytes32,
    approved: fc.boolean(),
  }),
  fc.record({
    kind: kind('setGrant'),
    communityId: bytes32,
    to: bytes32,
    scopes: fc.nat(255),
    expiresAt: fc.nat(),
    keepsOnRevocation: fc.boolean(),
  }),
  fc.record({
    kind: kind('openRound'),
    salt: bytes32,
    terms: fc.record({
      communityId: bytes32,
      others: fc.array(bytes32, { maxLength: 7 }),
      token: address,
      givingFrom: moment,
      givingUntil: moment,
      reviewUntil: moment,
      expiresAt: moment,
      cap: uint(128n),
      minGift: uint(96n),
      leastPool: uint(128n),
      deposit: uint(96n),
      householdBound: uint(128n),
      undoPeriod: fc.nat({ max: 2 ** 32 - 1 }),
      scaleUp: fc.boolean(),
      document: bytes32,
    }),
  }),
  fc.record({ kind: kind('cancelRound'), roundId: bytes32, reason: text }),
  fc.record({ kind: kind('acceptProject'), roundId: bytes32, project: uint256, reason: text }),
  fc.record({ kind: kind('rejectProject'), roundId: bytes32, project: uint256, reason: text }),
  fc.record({ kind: kind('suspendVersion'), communityId: bytes32, versionId: bytes32, reason: text }),
  fc.record({ kind: kind('restoreVersion'), communityId: bytes32, versionId: bytes32 }),
  fc.record({ kind: kind('revokeVersion'), communityId: bytes32, versionId: bytes32, reason: text }),
  fc.record({ kind: kind('admitMember'), account: address, roles: fc.nat(255) }),
  fc.record({ kind: kind('removeMember'), account: address, reason: text }),
  fc.record({ kind: kind('setRoles'), account: address, roles: fc.nat(255) }),
  fc.record({ kind: kind('setVouching'), needed: fc.nat(255), seconds: fc.nat() }),
  fc.record({ kind: kind('setRecoveryDelay'), seconds: fc.nat() }),
  fc.record({ kind: kind('supportRecovery'), memberId: uint256, to: address }),
  fc.record({ kind: kind('cancelRecovery'), memberId: uint256 }),
  transfer,
  fc.record({ kind: kind('setVotingDelay'), seconds: fc.nat() }),
  fc.record({ kind: kind('setVotingPeriod'), seconds: fc.nat() }),
  fc.record({ kind: kind('setLateQuorumVoteExtension'), seconds: fc.nat() }),
  fc.record({ kind: kind('setQuorumBps'), basisPoints: fc.nat(65535) }),
  fc.record({ kind: kind('setMinimumVoters'), voters: fc.nat() }),
  fc.record({ kind: kind('setProposalThreshold'), members: fc.nat(65535) }),
  fc.record({ kind: kind('setReproposalCooldown'), seconds: fc.nat() }),
  fc.record({ kind: kind('setSuperMajorityBps'), basisPoints: fc.nat(65535) }),
  fc.record({ kind: kind('relay'), payment: transfer }),
  fc.record({ kind: kind('setTimelock'), timelock: address }),
  fc.record({ kind: kind('setTimelockDelay'), seconds: uint256 }),
  fc.record({ kind: kind('setTreasuryCap'), basisPoints: fc.nat(65535), seconds: fc.nat() }),
  fc.record({ kind: kind('grantTimelockRole'), role, account: address }),
  fc.record({ kind: kind('revokeTimelockRole'), role, account: address }),
  fc.record({ kind: kind('setCouncilThresholds'), consent: fc.nat(65535), veto: fc.nat(65535) }),
  fc.record({ kind: kind('setVetoPower'), expiresAt: fc.nat() }),
  fc.record({ kind: kind('setCharter'), communityId: bytes32, charterDigest: bytes32, charterURI: text }),
  fc.record({ kind: kind('setGovernor'), communityId: bytes32, governor: address }),
  fc.record({ kind: kind('setCouncil'), communityId: bytes32, council: address }),
  fc.record({ kind: kind('offerAuthority'), communityId: bytes32, to: address }),
  fc.record({ kind: kind('acceptAuthority'), communityId: bytes32 }),
]
const known = fc.oneof(...everyKind)

test('what is encoded is read back', () => {
  for (const kind of everyKind) {
    fc.assert(
      fc.property(kind, (action) => {
        expect(decodeAction(encodeAction(action, addresses), addresses)).toEqual(action)
      }),
      { numRuns: 30 },
    )
  }
})

test('a byte more, money sent along, or another target make it unknown', () => {
  fc.assert(
    fc.property(
      known.filter(({ kind }) => kind !== 'transferNative' && kind !== 'transferToken'),
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
    fc.property(target, uint256, calldata, (to, value, data) => {
      const decoded = decodeAction({ target: to, value, calldata: data }, addresses)
      if (decoded.kind !== 'unknown') expect(encodeAction(decoded, addresses).calldata).toBe(data)
    }),
  )
})

describe('is unknown', () => {
  const unknown = (target: Address, calldata: Hex, value = 0n) =>
    decodeAction({ target, value, calldata }, addresses)

  test('a call to a stranger, with its selector for the warning', () => {
    const calldata = encodeFunctionData({
      abi: parseAbi(['function approve(address,uint256)']),
      args: [at('a'), 1n],
    })
    expect(unknown(at('9'), calldata)).toEqual({
      kind: 'unknown',
      target: at('9'),
      value: 0n,
      calldata,
      selector: '0x095ea7b3',
    })
  })

  test('a transfer of a token with a byte more, with money, or asked of a contract of the community', () => {
    const { calldata } = encodeAction(
      { kind: 'transferToken', token: at('9'), to: at('a'), amount: 1n },
      addresses,
    )
    expect(unknown(at('9'), `${calldata}00`).kind).toBe('unknown')
    expect(unknown(at('9'), calldata, 1n).kind).toBe('unknown')
    for (const own of Object.values(addresses)) expect(unknown(own, calldata).kind).toBe('unknown')
  })

  test('a relay of anything but a payment, and one that pays a contract of the community', () => {
    const relay = (target: Address, value: bigint, data: Hex) =>
      unknown(
        addresses.governor,
        encodeFunctionData({ abi: governanceAbi, functionName: 'relay', args: [target, value, data] }),
      ).kind
    expect(relay(at('9'), 1n, '0x')).toBe('relay')
    expect(relay(at('9'), 0n, '0x')).toBe('unknown')
    expect(relay(at('9'), 1n, '0x12345678')).toBe('unknown')
    expect(relay(addresses.timelock, 1n, '0x')).toBe('unknown')
    const { calldata } = encodeAction({ kind: 'setTimelockDelay', seconds: 1n }, addresses)
    expect(relay(addresses.timelock, 0n, calldata)).toBe('unknown')
  })

  test('a role of the timelock that has no name', () => {
    for (const functionName of ['grantRole', 'revokeRole'] as const) {
      const role = keccak256(stringToHex('MINTER_ROLE'))
      const calldata = encodeFunctionData({ abi: governanceAbi, functionName, args: [role, at('a')] })
      expect(unknown(addresses.timelock, calldata).kind).toBe('unknown')
    }
  })

  test('what is sent to the zero address, where a community has no council', () => {
    const without = { ...addresses, council: zeroAddress }
    const action = encodeAction({ kind: 'setVetoPower', expiresAt: 1 }, without)
    expect(action.target).toBe(zeroAddress)
    expect(decodeAction(action, without).kind).toBe('unknown')
    const burning = { target: zeroAddress, value: 1n, calldata: '0x' } as const
    expect(decodeAction(burning, without).kind).toBe('unknown')
    expect(decodeAction(burning, addresses).kind).toBe('unknown')
  })

  test('a call of nothing with nothing, and money sent to a contract of the community', () => {
    expect(unknown(at('9'), '0x')).toMatchObject({ kind: 'unknown', selector: null })
    expect(unknown(addresses.timelock, '0x', 1n).kind).toBe('unknown')
  })

  test('a setter of the Governor, the timelock or the council that is sent to another of them', () => {
    const parts = ['governor', 'timelock', 'council'] as const
    const setters = [
      encodeAction({ kind: 'setVotingDelay', seconds: 1 }, addresses),
      encodeAction({ kind: 'setTimelockDelay', seconds: 1n }, addresses),
      encodeAction({ kind: 'setVetoPower', expiresAt: 1 }, addresses),
    ]
    for (const { target, calldata } of setters) {
      for (const part of parts) {
        expect(unknown(addresses[part], calldata).kind === 'unknown').toBe(addresses[part] !== target)
      }
    }
  })

  test('an address with dirty bytes above it, which the chain would refuse', () => {
    const { calldata } = encodeAction({ kind: 'admitMember', account: at('a'), roles: 1 }, addresses)
    const dirty = `${calldata.slice(0, 10)}ff${calldata.slice(12)}` as Hex
    expect(unknown(addresses.membership, dirty).kind).toBe('unknown')
  })
})

test.each([
  [{ kind: 'setVouching', needed: 3, seconds: 86_400 }, 'setVouching', [{ needed: 3, period: 86_400 }]],
  [{ kind: 'supportRecovery', memberId: 7n, to: at('a') }, 'supportRecovery', [7n, getAddress(at('a'))]],
  [{ kind: 'cancelRecovery', memberId: 7n }, 'cancelRecovery', [7n]],
  [
    { kind: 'relay', payment: { kind: 'transferNative', to: at('9'), amount: 5n } },
    'relay',
    [at('9'), 5n, '0x'],
  ],
  [
    { kind: 'setTreasuryCap', basisPoints: 500, seconds: 86_400 },
    'setTreasuryCap',
    [{ capBps: 500, period: 86_400 }],
  ],
  [{ kind: 'setCouncilThresholds', consent: 2, veto: 3 }, 'setThresholds', [2, 3]],
  [{ kind: 'setVetoPower', expiresAt: 1_900_000_000 }, 'setVetoPower', [1_900_000_000]],
] as const satisfies [KnownAction, string, unknown[]][])(
  '%o calls %s as the contract takes it',
  (action, name, args) => {
    const { target, value, calldata } = encodeAction(action, addresses)
    const abi = {
      [addresses.membership]: membershipAbi,
      [addresses.governor]: communityGovernorAbi,
      [addresses.timelock]: communityTimelockAbi,
      [addresses.council]: elderCouncilAbi,
    }[target] as Abi
    expect(value).toBe(0n)
    expect(decodeFunctionData({ abi, data: calldata })).toEqual({ functionName: name, args })
  },
)

test('every call has the signature that the contracts have', () => {
  const contracts: Abi = [...communityGovernorAbi, ...communityTimelockAbi, ...elderCouncilAbi]
  const signatures = new Set(
    contracts.flatMap((item) => (item.type === 'function' ? [toFunctionSignature(item)] : [])),
  )
  for (const item of governanceAbi) expect(signatures).toContain(toFunctionSignature(item))
  expect(tokenAbi.map(toFunctionSelector)).toEqual(['0xa9059cbb'])
})

test('every setter of the Governor, the timelock and the council has a name', () => {
  const named = new Set<string>(governanceAbi.map(({ name }) => name))
  const contracts: Abi = [...communityGovernorAbi, ...communityTimelockAbi, ...elderCouncilAbi]
  const setters = contracts.flatMap((item) =>
    item.type === 'function' && /^(set|update)[A-Z]/.test(item.name) ? [item.name] : [],
  )
  expect(setters.length).toBeGreaterThanOrEqual(13)
  expect(setters.filter((name) => !named.has(name))).toEqual([])
})

test('the roles of a timelock have the ids that OpenZeppelin gave them', () => {
  expect(timelockRoles).toEqual({
    admin: `0x${'0'.repeat(64)}`,
    proposer: '0xb09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1',
    canceller: '0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783',
    executor: '0xd8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63',
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

test('the shortest call has a selector, and what is shorter has none', () => {
  const selector = (calldata: Hex) => decodeAction({ target: at('9'), value: 0n, calldata }, addresses)
  expect(selector('0x12345678')).toMatchObject({ kind: 'unknown', selector: '0x12345678' })
  expect(selector('0x123456')).toMatchObject({ kind: 'unknown', selector: null })
})

test('a proposer is read in whatever case it is written', () => {
  const proposer = `0x${'Ab'.repeat(20)}` as const
  expect(readDescription(`Text#proposer=${proposer}`)).toEqual({
    text: 'Text',
    proposer: getAddress(proposer),
  })
})

test('a payment has no call, and its proposer stands at the end of a description or nowhere', () => {
  expect(encodeAction({ kind: 'transferNative', to: at('9'), amount: 5n }, addresses)).toEqual({
    target: at('9'),
    value: 5n,
    calldata: '0x',
  })
  const description = `Text#proposer=${at('9')} and more`
  expect(readDescription(description)).toEqual({ text: description, proposer: null })
})
