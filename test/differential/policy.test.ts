import { randomInt } from 'node:crypto'
import { encodeRoles } from '@commonweal/sdk/governance/roles'
import { decide } from '@commonweal/sdk/policy/decide'
import type { Decision } from '@commonweal/sdk/policy/decideEffective'
import { encodeRules } from '@commonweal/sdk/policy/encodeRules'
import { parsePolicy } from '@commonweal/sdk/policy/parsePolicy'
import { parseRequest } from '@commonweal/sdk/policy/parseRequest'
import { policyParts } from '@commonweal/sdk/policy/policyParts'
import type { Policy, PolicyJson } from '@commonweal/sdk/policy/policySchema'
import { reasons } from '@commonweal/sdk/policy/reasons'
import type { PolicyRequest } from '@commonweal/sdk/policy/requestSchema'
import { formatUtcOffset } from '@commonweal/sdk/policy/utcOffset'
import { purposes } from '@commonweal/sdk/policy/vocabulary'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PolicyTriple, samplePolicyTriples } from '../../sdk/test/policyTriples.ts'
import { Evaluator, type Question } from './Evaluator.ts'

/** Refuses nobody anything that is no derivative and not for gain. */
const anyones: PolicyJson = {
  policyId: `0x${'b0'.repeat(32)}`,
  communityId: `0x${'c0'.repeat(32)}`,
  audience: [{ anyOf: ['anyone'] }],
  purposes: ['education'],
  commercial: 'refused',
  share: 0,
  derivatives: 'refused',
  season: null,
  closedUntil: null,
  consent: 0,
  attribution: null,
  outreachOnly: false,
  expiresAt: null,
  custodian: null,
  retention: 'none',
  labels: [],
  document: null,
  parents: [],
}

const usualCount = 2_000
/** How many triples; at night more of them, drawn anew each time. */
const count = Number(process.env.COMMONWEAL_POLICY_TRIPLES ?? usualCount)
const seed = Number(process.env.COMMONWEAL_POLICY_SEED ?? (count > usualCount ? randomInt(2 ** 30) : 1))
/** As many as are drawn, and asked for, at once. */
const atOnce = 500

const partsOnChain = (policy: Policy | null) =>
  (policy === null ? [] : policyParts(policy)).map((part) => ({
    policyId: part.policyId,
    communityId: part.communityId,
    closedUntil: part.closedUntil ?? 0,
    rules: encodeRules(part),
  }))

const requestOnChain = (request: PolicyRequest) => ({
  ...request,
  purpose: purposes.indexOf(request.purpose),
  memberships: request.memberships.map(({ communityId, roles }) => ({
    communityId,
    roles: encodeRoles(roles),
  })),
})

describe('a policy decision', () => {
  let evaluator: Evaluator

  beforeAll(async () => {
    evaluator = await Evaluator.start()
  })
  afterAll(async () => {
    await evaluator?.stop()
  })

  /** What both decided, where it is the same. */
  async function decideTwice(triples: readonly PolicyTriple[], named: string): Promise<Decision[]> {
    const read = triples.map(({ policy, request, at }) => ({
      policy: policy === null ? null : parsePolicy(policy),
      request: parseRequest(request),
      at,
    }))
    const answers = await evaluator.evaluate(
      read.map(({ policy, request, at }): Question => [partsOnChain(policy), requestOnChain(request), at]),
    )
    return read.map(({ policy, request, at }, index) => {
      const answer = answers[index]
      const onChain = {
        allowed: answer?.allowed,
        reason: reasons[answer?.reason ?? -1],
        until: answer?.until === 0n ? null : Number(answer?.until),
      }
      const decision = decide(policy, request, at)
      expect(onChain, `${named}, triple ${index}`).toEqual(decision)
      return decision
    })
  }

  test('is the same in Solidity and in TypeScript, for every reason', { timeout: 3_600_000 }, async () => {
    const met = new Map(reasons.map((reason) => [reason, { all: 0, until: 0 }]))
    for (let done = 0; done < count; done += atOnce) {
      const triples = samplePolicyTriples(seed + done, Math.min(atOnce, count - done))
      for (const { reason, until } of await decideTwice(triples, `seed ${seed + done}`)) {
        const kind = met.get(reason)
        if (!kind) throw new Error(`There is no reason ${reason}.`)
        kind.all++
        if (until !== null) kind.until++
      }
    }

    const lines = [...met].map(
      ([reason, { all, until }]) => `${reason}: ${all} times, ${until} of them until a time`,
    )
    process.stdout.write(`${count} policy decisions from seed ${seed}\n${lines.join('\n')}\n`)
    for (const [reason, { all }] of met) expect(all, reason).toBeGreaterThan(0)
    for (const reason of ['ALLOWED', 'CLOSED_EARLY', 'OUT_OF_SEASON'] as const) {
      expect(met.get(reason)?.until, `${reason} until a time`).toBeGreaterThan(0)
    }
  })

  test('changes at the midnight of every offset from UTC, around the leap day and the new year', async () => {
    // The first second of 29 February 2096, and of 1 March: the next leap day is in 2104.
    const [leapDay, march] = [3_981_312_000, 3_981_398_400]
    const seasons = [[{ from: '02-29', to: '02-29' }], [{ from: '11-01', to: '02-29' }]]
    for (let first = -720; first <= 840; first += 120) {
      const triples: PolicyTriple[] = []
      for (let offset = first; offset < first + 120 && offset <= 840; offset++) {
        for (const windows of seasons) {
          for (const at of [leapDay - 1, leapDay, march - 1, march]) {
            const season = { utcOffset: formatUtcOffset(offset), windows }
            triples.push({
              policy: { ...anyones, season },
              request: { purpose: 'education' },
              at: at - offset * 60,
            })
          }
        }
      }
      const decisions = await decideTwice(triples, `offsets from ${first} minutes`)
      expect(decisions.map(({ allowed }) => allowed)).toEqual(
        triples.map((_, index) => [false, true, true, false, true, true, true, false][index % 8]),
      )
    }
  })
})
