import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'
import {
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
} from 'viem'
import { expect, test } from 'vitest'
import { explainFailure } from './explainFailure.ts'

const rpcUrl = 'https://rpc.example.org/v3/secret-key'
const id = `0x${'1'.repeat(64)}` as const
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
    abi: modelRegistryAbi,
    errorName: 'ModelRegistry_InvalidCodec',
    args: [7n],
  })
  expect(explainFailure(revert(data), 'submitting the version', rpcUrl)).toMatchObject({
    message: 'The contract refused while submitting the version: ModelRegistry_InvalidCodec(7).',
    details: { args: ['7'] },
  })
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
