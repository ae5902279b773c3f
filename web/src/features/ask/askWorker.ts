import { type Answer, answerSchema, refusalSchema } from './answer'
import { type WorkerErrorKey, workerError } from './workerError'

/** What was asked, exactly as it was sent: the receipt commits to it. */
export type Question = { model: string; input: string }

/** Why there is no answer. `message` is the worker's own wording, shown as a detail and never as the explanation. */
export type Refusal = {
  key: WorkerErrorKey
  message?: string
  path?: string
  expected?: string
  actual?: string
  /** Seconds after which it is worth asking again. */
  retryAfter?: number
  /** Unix seconds from or until which the refusal holds, where the worker says so. */
  until?: number
}

/** What came of a question. */
export type Outcome =
  | { kind: 'answer'; question: Question; answer: Answer; raw: { data: unknown } }
  | { kind: 'refusal'; refusal: Refusal }

/** Longer than the worker's own deadline for a request, so that its word arrives first. */
const patience = 60_000

/** Asks the community's worker. It never throws: no answer is an outcome with words of its own. */
export async function askWorker(
  workerUrl: string,
  question: Question,
  signal?: AbortSignal,
): Promise<Outcome> {
  let response: Response
  let body: unknown
  try {
    response = await fetch(`${workerUrl}/v1/classifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      signal: AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]),
    })
    body = await response.json()
  } catch {
    return { kind: 'refusal', refusal: { key: 'unreachable' } }
  }
  if (response.ok) {
    const answer = answerSchema.safeParse(body)
    return answer.success
      ? { kind: 'answer', question, answer: answer.data, raw: body as { data: unknown } }
      : { kind: 'refusal', refusal: { key: 'malformed' } }
  }
  const refusal = refusalSchema.safeParse(body)
  if (!refusal.success) return { kind: 'refusal', refusal: { key: 'malformed' } }
  const { code, message, commonweal = {} } = refusal.data.error
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const until = Date.parse(commonweal.until ?? '') / 1000
  return {
    kind: 'refusal',
    refusal: {
      key: workerError(code),
      message,
      path: commonweal.path,
      expected: commonweal.expected,
      actual: commonweal.actual,
      ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
      ...(Number.isFinite(until) ? { until } : {}),
    },
  }
}
