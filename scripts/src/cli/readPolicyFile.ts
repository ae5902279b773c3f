import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { joinPlace } from '@commonweal/sdk/policy/firstFault'
import { parseMoment } from '@commonweal/sdk/policy/moment'
import { parsePolicy } from '@commonweal/sdk/policy/parsePolicy'
import { parseRequest } from '@commonweal/sdk/policy/parseRequest'
import type { Policy } from '@commonweal/sdk/policy/policySchema'
import type { PolicyRequest } from '@commonweal/sdk/policy/requestSchema'
import { readTextFile } from '../actions/readTextFile.ts'

/** Bytes of the largest file: a policy with all it descends from fits many times. */
const fileLimit = 1_048_576

const shape =
  'Give { "policy": {…}, "request": {…}, "at": "2027-03-01T00:00:00Z" }; sdk/README.md says what each holds.'

/**
 * Reads a file with one JSON document.
 *
 * @throws CommonwealError `file_unreadable` or `file_not_json`.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readTextFile(
    path,
    fileLimit,
    (_, message, cause) =>
      new CommonwealError(`${path}: ${message}`, {
        code: 'file_unreadable',
        cause,
        details: { path },
        next: 'Name a JSON file.',
      }),
  )
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommonwealError(`${path} is not JSON: ${(cause as Error).message}`, {
      code: 'file_not_json',
      cause,
      details: { path },
      next: 'Correct it where it says.',
    })
  }
}

/** What a file asks: under a policy, null where there is none, by whom and when. */
export type PolicyQuestion = { policy: Policy | null; request: PolicyRequest; at: number }

function refuse(path: string, at: string, message: string): CommonwealError {
  return new CommonwealError(`${path}: ${message}`, {
    code: 'policy_file_invalid',
    details: { path, at },
    next: shape,
  })
}

const fields = ['policy', 'request', 'at'] as const

function checkFields(path: string, json: unknown): Partial<Record<(typeof fields)[number], unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw refuse(path, '', 'It holds no question about a policy.')
  }
  const unknown = Object.keys(json).find((key) => !(fields as readonly string[]).includes(key))
  if (unknown !== undefined) throw refuse(path, unknown, `${JSON.stringify(unknown)} is not a field of it.`)
  return json
}

/**
 * Reads the file that `policy decide` takes.
 *
 * @throws CommonwealError that names the place in the file.
 */
export async function readPolicyQuestion(path: string): Promise<PolicyQuestion> {
  const json = checkFields(path, await readJsonFile(path))
  for (const field of fields) if (json[field] === undefined) throw refuse(path, field, `${field} is missing.`)
  return {
    policy: json.policy === null ? null : parsePolicy(json.policy, 'policy'),
    request: parseRequest(json.request, 'request'),
    at: parseMoment(json.at, 'at'),
  }
}

/**
 * Reads a policy: a file of its own, or one that `policy decide` takes, whose question may then be left out.
 *
 * @throws CommonwealError that names the place in the file.
 */
export async function readPolicyFile(
  path: string,
): Promise<{ policy: Policy; question?: Pick<PolicyQuestion, 'request' | 'at'> }> {
  const json = await readJsonFile(path)
  if (typeof json === 'object' && json !== null && 'policyId' in json) return { policy: parsePolicy(json) }
  const { policy, request, at } = checkFields(path, json)
  if (policy === undefined || policy === null) throw refuse(path, 'policy', 'policy is missing.')
  const read = parsePolicy(policy, 'policy')
  if (request === undefined && at === undefined) return { policy: read }
  return { policy: read, question: { request: parseRequest(request, 'request'), at: parseMoment(at, 'at') } }
}

/**
 * Reads the rules of a policy that is, or will be, on chain. The file may leave out what the chain says of it: ids, early
 * closing and parents. What it says of them is not taken from it, but an id of another policy is refused.
 *
 * @throws CommonwealError that names the place in the file.
 */
export async function readRulesFile(
  path: string,
  about: Pick<Policy, 'policyId' | 'communityId'>,
): Promise<Policy> {
  const json = await readJsonFile(path)
  const nested = typeof json === 'object' && json !== null && 'policy' in json
  const given: unknown = nested ? json.policy : json
  const place = nested ? 'policy' : ''
  if (typeof given !== 'object' || given === null) return parsePolicy(given, place)
  for (const field of ['policyId', 'communityId'] as const) {
    const own = (given as Record<string, unknown>)[field]
    if (own !== undefined && String(own).toLowerCase() !== about[field]) {
      throw refuse(
        path,
        joinPlace(place, field),
        `It is of another ${field === 'policyId' ? 'policy' : 'community'}: ${own}.`,
      )
    }
  }
  return parsePolicy({ ...given, ...about, closedUntil: null, parents: [] }, place)
}
