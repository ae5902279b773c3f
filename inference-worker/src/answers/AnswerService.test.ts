import { type Hex, zeroAddress, zeroHash } from 'viem'
import { beforeEach, expect, test } from 'vitest'
import type { Chain, PolicyQuestion, Standing } from '../chain/Chain.ts'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import { type VersionRecord, versionStatus } from '../chain/RpcEndpoint.ts'
import type { PolicyDecision } from '../policy/PolicyDecision.ts'
import type { IssuedReceipt, ReceiptBook } from '../receipts/ReceiptBook.ts'
import type { KnownVersion, VersionSet } from '../versions/VersionSet.ts'
import { AnswerService, type Question } from './AnswerService.ts'
import type { AttributionTexts } from './AttributionTexts.ts'

const policyId: Hex = `0x${'7'.repeat(64)}`
const versionId: Hex = `0x${'1'.repeat(64)}`
const record = { versionId, policyId, notBefore: 0, expiresAt: 0 } as VersionRecord
const decision = {
  status: versionStatus.approved,
  approvedAt: 1,
  changedAt: 1,
  policyId,
  successor: zeroHash,
}
const manifest = { task: 'text-classification', runtime: { dtype: 'fp32' } }
const question: Question = {
  task: 'text-classification',
  model: versionId,
  inputs: ['bread'],
  body: {},
  asker: { account: zeroAddress, purpose: 'research', commercial: false },
}

let now: number
let says: PolicyDecision
let keepsNothing: boolean
let asked: (PolicyQuestion | undefined)[]
let kept: boolean[]
/** Happens while the receipt is being signed. */
let meanwhile: () => void
let runs: number
beforeEach(() => {
  now = 1_000
  says = { allowed: true, reason: 0, until: 0 }
  keepsNothing = false
  asked = []
  kept = []
  meanwhile = () => {}
  runs = 0
})

function service(): AnswerService {
  const runner = {
    manifest,
    assertReady: () => {},
    run: async () => {
      runs++
      return [{ labels: [], tokens: 1 }]
    },
  }
  const version = {
    record,
    slug: 'needs',
    decision,
    evidence: { transaction: zeroHash, block: 1n },
    runner,
    refusal: undefined,
  } as unknown as KnownVersion
  const chain = {
    standing: async (_id: Hex, policy?: PolicyQuestion): Promise<Standing> => {
      asked.push(policy)
      return {
        head: { number: 1n, hash: zeroHash, timestamp: BigInt(now) },
        newest: now,
        decision,
        runnable: true,
        policy: says,
        duties: { attributions: [], keepsNothing },
      }
    },
    version: async () => record,
  } as unknown as Chain
  const watcher = {
    assertConfirmed: () => {},
    get head() {
      return { number: 1n, hash: zeroHash, timestamp: BigInt(now) }
    },
  } as unknown as ChainWatcher
  const receipts = {
    issue: async (_answered: unknown, keep: boolean) => {
      kept.push(keep)
      meanwhile()
      return {} as IssuedReceipt
    },
  } as unknown as ReceiptBook
  const versions = { get: () => version } as unknown as VersionSet
  const texts = { of: async () => [] } as unknown as AttributionTexts
  return new AnswerService(chain, watcher, versions, receipts, texts)
}
const answer = () => service().answer(question, () => [], new AbortController().signal)

test('the policy is asked before the model runs and, with what the answer owes, once more before it leaves', async () => {
  await answer()
  const { asker } = question
  expect(asked).toEqual([
    { policyId, asker, withDuties: false },
    { policyId, asker, withDuties: true },
  ])
  expect([runs, kept]).toEqual([1, [true]])
})

test('nothing is kept where a part of the policy says so', async () => {
  keepsNothing = true
  await answer()
  expect(kept).toEqual([false])
})

test('an answer leaves in the last second of what was allowed, and not in the one after', async () => {
  says = { allowed: true, reason: 0, until: 1_010 }
  meanwhile = () => {
    now = 1_009
  }
  expect((await answer()).decision.policy).toEqual({ policyId, reason: 'ALLOWED', until: 1_010 })
  meanwhile = () => {
    now = 1_010
  }
  await expect(answer()).rejects.toMatchObject({ code: 'chain_disagreement', retryable: true })
})

test('for whom the policy refuses, the model does not run', async () => {
  for (const [reason, code] of [
    [2, 'model_not_found'],
    [3, 'protocol_purpose'],
    [11, 'protocol_season'],
  ] as const) {
    says = { allowed: false, reason, until: 0 }
    await expect(answer()).rejects.toMatchObject({ code })
  }
  expect([runs, kept]).toEqual([0, []])
})
