import { PolicyError } from '../errors/PolicyError.ts'
import { firstFault, joinPlace } from './firstFault.ts'
import { type PolicyRequest, requestSchema } from './requestSchema.ts'

/**
 * Reads a request from what JSON gave.
 *
 * @param place Where it stands in the document that is read, for errors to name.
 * @throws PolicyError `request_invalid`, which names the place.
 */
export function parseRequest(json: unknown, place = ''): PolicyRequest {
  const result = requestSchema.safeParse(json)
  if (result.success) return result.data
  const { at: within, why } = firstFault(result.error)
  const at = joinPlace(place, within)
  throw new PolicyError(`The request is not valid${at === '' ? '' : ` at ${at}`}: ${why}.`, {
    code: 'request_invalid',
    at,
    next: 'Correct it; sdk/README.md says what each field may hold.',
  })
}
