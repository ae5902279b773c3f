import { communityFactoryAbi } from '@commonweal/contracts/abi/CommunityFactory'
import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { communityTimelockAbi } from '@commonweal/contracts/abi/CommunityTimelock'
import { culturalProtocolsAbi } from '@commonweal/contracts/abi/CulturalProtocols'
import { elderCouncilAbi } from '@commonweal/contracts/abi/ElderCouncil'
import { federationAbi } from '@commonweal/contracts/abi/Federation'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  zeroAddress,
} from 'viem'
import { expect, test } from 'vitest'
import { explainFailure } from './explainFailure.ts'

const rpcUrl = 'https://rpc.example.org/v3/secret-key'
const id = `0x${'1'.repeat(64)}` as const
const ada = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const revert = (data: Hex) =>
  new BaseError('call failed', {
    // As viem raises it when the ABI at hand does not know the error: another contract raised it.
    cause: new ContractFunctionRevertedError({ abi: [], data, functionName: 'execute' }),
  })

test('a custom error is put in words even when another contract raised it', () => {
  const data = encodeErrorResult({
    abi: modelRegistryAbi,
    errorName: 'ModelRegistry_WrongStatus',
    args: [id, id, 6],
  })
  const error = explainFailure(revert(data), 'executing the proposal', rpcUrl)
  expect(error).toMatchObject({
    code: 'transaction_refused',
    details: { error: 'ModelRegistry_WrongStatus' },
  })
  expect(error.message).toBe(`The version ${id} is revoked; this step is not open to it.`)
  expect(error.next).toBeTruthy()
})

test('a state the Governor does not allow is named, with those it does', () => {
  const data = encodeErrorResult({
    abi: communityGovernorAbi,
    errorName: 'GovernorUnexpectedProposalState',
    args: [1n, 1, `0x${(1n << 4n).toString(16).padStart(64, '0')}`],
  })
  expect(explainFailure(revert(data), 'queueing', rpcUrl).message).toBe(
    'The proposal is Active; this step needs it to be Succeeded.',
  )
})

test('an error without a sentence keeps its name and arguments', () => {
  const data = encodeErrorResult({
    abi: communityGovernorAbi,
    errorName: 'SafeCastOverflowedUintDowncast',
    args: [32, 7n],
  })
  expect(explainFailure(revert(data), 'submitting the version', rpcUrl)).toMatchObject({
    message: 'The contract refused while submitting the version: SafeCastOverflowedUintDowncast(32, 7).',
    details: { args: [32, '7'] },
  })
})

/** Values that a contract could give, each different from the others. */
const sample = (type: string, index: number): unknown => {
  if (type === 'address') return `0x${String(index + 1).repeat(40)}`
  if (type === 'bytes32') return `0x${String(index + 1).repeat(64)}`
  if (type === 'string') return `text ${index}`
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1])
  if (Number.isNaN(bits)) throw new Error(`no sample of ${type}`)
  return bits <= 48 ? index + 1 : BigInt(index + 1)
}

type AbiError = Extract<Abi[number], { type: 'error' }>

const errors = [
  communityFactoryAbi,
  communityGovernorAbi,
  communityRegistryAbi,
  communityTimelockAbi,
  culturalProtocolsAbi,
  elderCouncilAbi,
  federationAbi,
  membershipAbi,
  modelRegistryAbi,
  quadraticFundingAbi,
].flatMap((abi) => (abi as Abi).filter((item): item is AbiError => item.type === 'error'))

/** Every error of this project's own contracts carries the contract's name. */
const own = errors.filter(({ name }) => name.includes('_'))

test.each(own.map((error) => [error.name, error] as const))('%s is told in a sentence', (name, error) => {
  const args = error.inputs.map(({ type }, index) => sample(type, index))
  const data = encodeErrorResult({ abi: [error], errorName: name, args })
  const told = explainFailure(revert(data), 'trying', rpcUrl)
  expect(told.details).toMatchObject({ error: name })
  expect(told.message).toMatch(/^\S.*[.]$/)
  expect(told.message).not.toContain(name)
  expect(told.message).not.toMatch(/undefined|NaN|\[object/)
})

test.each([
  ['GovernorUnableToCancel', ['1', ada], `${ada} cannot cancel proposal 1: only the member who made it can`],
  ['GovernorInvalidProposalLength', [0n, 0n, 0n], 'A proposal without an action decides nothing.'],
  ['GovernorInvalidProposalLength', [1n, 2n, 1n], 'The actions of the proposal do not fit together.'],
  ['InvalidAccountNonce', [ada, 4n], `The signature of ${ada} was used already`],
  ['VotesExpiredSignature', [0n], 'The signature held until 1970-01-01T00:00:00.000Z.'],
  ['AccessControlUnauthorizedAccount', [ada, id], `${ada} has not the role in the timelock`],
  ['TimelockInsufficientDelay', [60n, 172_800n], 'A delay of 60 seconds is less than the 2 days'],
  ['ECDSAInvalidSignature', [], 'The signature does not hold'],
  ['ElderCouncil_NotConsented', [id, 0n], 'Whoever this key belongs to has not consented'],
  ['ElderCouncil_NotConsented', [id, 3n], 'Member 3 has not consented'],
  [
    'CommunityTimelock_CapExceeded',
    [zeroAddress, 1n, 2n, 3n],
    'An ordinary majority may spend 3 of the native',
  ],
  [
    'CommunityTimelock_CapExceeded',
    [ada, 1n, 2n, 3n],
    `spend 3 of ${ada} within a period; 1 were spent and this would take 2`,
  ],
] as const)('%s is told in words (%#)', (name, args, words) => {
  const data = encodeErrorResult({ abi: errors as Abi, errorName: name, args: args as readonly unknown[] })
  expect(explainFailure(revert(data), 'trying', rpcUrl).message).toContain(words)
})

test('an error nobody here knows is passed on as data', () => {
  expect(explainFailure(revert('0xdeadbeef'), 'voting', rpcUrl)).toMatchObject({
    code: 'transaction_refused',
    details: { data: '0xdeadbeef' },
  })
})

test('an RPC that stopped answering is named without its key', () => {
  const error = explainFailure(new HttpRequestError({ url: rpcUrl }), 'voting', rpcUrl)
  expect(error).toMatchObject({ code: 'rpc_unreachable' })
  expect(JSON.stringify(error)).toContain('https://rpc.example.org')
  expect(JSON.stringify(error)).not.toContain('secret-key')
})

test('an empty purse is told as one', () => {
  expect(explainFailure(new InsufficientFundsError(), 'voting', rpcUrl).code).toBe('insufficient_funds')
})
