import { PolicyError } from '../errors/PolicyError.ts'
import { firstFault } from './firstFault.ts'
import { type PolicyRequest, requestSchema } from './requestSchema.ts'

/**
 * Reads a request from what JSON gave.
 *
 * @throws PolicyError `request_invalid`, which names the place.
 */
export function parseRequest(json: unknown): PolicyRequest {
  const result = requestSchema.safeParse(json)
  if (result.success) return result.data
  const { at, why } = firstFault(result.error)
  throw new PolicyError(`The request is not valid${at === '' ? '' : ` at ${at}`}: ${why}.`, {
    code: 'request_invalid',
    at,
    next: 'Correct it; sdk/README.md says what each field may hold.',
  })
}
