import type { Decision } from '../decideEffective.ts'
import { catalogues, type Language } from './catalogues.ts'
import { writeTime } from './writeTime.ts'

/**
 * A decision in one or two sentences.
 *
 * @param utcOffset Minutes; whose days and hours are told: see `policyUtcOffset`.
 */
export function describeDecision({ reason, until }: Decision, language: Language, utcOffset: number): string {
  return catalogues[language].decision[reason](until === null ? null : writeTime(until, utcOffset, language))
}
