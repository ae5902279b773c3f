import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountOfRuns, type SuiteResult } from '../../scripts/accountOfRuns.ts'

type Result = SuiteResult['testResults'][number]

const unit: Result = { name: 'test_a()', status: 'Success', kind: {} }
const fuzz: Result = { name: 'testFuzz_b(uint256)', status: 'Success', kind: { runs: 500n } }
const invariant: Result = {
  name: 'invariant_G2_c()',
  status: 'Success',
  kind: { runs: 4n, calls: 400n, reverts: 0n },
}

describe('accountOfRuns', () => {
  it('says how much was drawn for each test that draws its input, in the order of their numbers', () => {
    const later = { ...invariant, name: 'invariant_G10_d()' }
    const { lines, passed, failures } = accountOfRuns(
      [{ testResults: [later, unit] }, { testResults: [fuzz, invariant] }],
      400,
    )
    assert.deepEqual(lines, [
      'invariant_G2_c: 400 calls in 4 runs',
      'invariant_G10_d: 400 calls in 4 runs',
      'testFuzz_b: 500 inputs',
    ])
    assert.equal(passed, 4)
    assert.deepEqual(failures, [])
  })

  it('counts an invariant that held over too few calls as failed', () => {
    const { passed, failures } = accountOfRuns([{ testResults: [invariant, fuzz] }], 401)
    assert.equal(passed, 1)
    assert.deepEqual(failures, ['invariant_G2_c: held over 400 calls, not over 401'])
  })

  it('names what failed, once, and counts what was skipped as neither', () => {
    const failed: Result = { ...invariant, status: 'Failure', kind: { ...invariant.kind, calls: 3n } }
    const skipped: Result = { ...unit, status: 'Skipped' }
    const { passed, failures } = accountOfRuns([{ testResults: [failed, skipped, unit] }], 400)
    assert.equal(passed, 1)
    assert.deepEqual(failures, ['invariant_G2_c'])
  })
})
