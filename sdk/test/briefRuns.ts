import { createRequire } from 'node:module'
import type fastCheck from 'fast-check'

const whole: typeof fastCheck = createRequire(import.meta.url)('fast-check')

const mostRuns = 100

/**
 * fast-check as mutants meet it. The seed is fixed, or the score would change by chance. The first input that kills a
 * mutant is enough: looking for a smaller one takes longer than the rest. A mutant that survives costs every run, so
 * they are few, but for the tests that chose their inputs themselves.
 */
export default {
  ...whole,
  assert: <Inputs>(
    property: fastCheck.IRawProperty<Inputs>,
    parameters: fastCheck.Parameters<Inputs> = {},
  ) => {
    const brief = { seed: 20_261_126, numRuns: Math.min(parameters.numRuns ?? mostRuns, mostRuns) }
    return whole.assert(property, {
      ...parameters,
      ...(parameters.seed === undefined && brief),
      endOnFailure: true,
    })
  },
}
