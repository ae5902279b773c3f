import type { IncomingHttpHeaders } from 'node:http'
import { type Purpose, purposes } from '@commonweal/sdk/policy/vocabulary'
import { zeroAddress } from 'viem'
import { WorkerError } from '../errors/WorkerError.ts'
import type { Asker } from '../policy/Asker.ts'
import { type SessionBook, sessionInvalid } from '../sessions/SessionBook.ts'

/**
 * Who asks and what for, by the request's headers.
 * @throws WorkerError `session_invalid`; `invalid_request` for a purpose that is none.
 */
export function readAsker(
  headers: IncomingHttpHeaders,
  sessions: Pick<SessionBook, 'accountOf'>,
  defaultPurpose: Purpose | undefined,
): Asker {
  return {
    account: accountOf(headers.authorization, sessions),
    purpose: purposeOf(headers['commonweal-purpose']) ?? defaultPurpose,
    commercial: isCommercial(headers['commonweal-commercial']),
  }
}

function accountOf(header: string | undefined, sessions: Pick<SessionBook, 'accountOf'>): Asker['account'] {
  if (header === undefined) return zeroAddress
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1]
  // For clients that do not go without an API key.
  if (token === 'none') return zeroAddress
  if (token === undefined) throw sessionInvalid()
  return sessions.accountOf(token)
}

function purposeOf(header: string | string[] | undefined): Purpose | undefined {
  if (header === undefined) return undefined
  const purpose = purposes.find((name) => name === header)
  if (purpose === undefined) {
    throw new WorkerError('invalid_request', 'Commonweal-Purpose is not one of the purposes', {
      param: 'Commonweal-Purpose',
      next: `Send one of ${purposes.join(', ')}.`,
    })
  }
  return purpose
}

function isCommercial(header: string | string[] | undefined): boolean {
  if (header === undefined || header === 'false') return false
  if (header === 'true') return true
  throw new WorkerError('invalid_request', 'Commonweal-Commercial is neither true nor false', {
    param: 'Commonweal-Commercial',
    next: 'Send true for use for gain, or leave the header out.',
  })
}
