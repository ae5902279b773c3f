import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { Command } from 'commander'
import { z } from 'zod'
import { redactUrl } from '../../actions/redactUrl.ts'
import { formatDuration } from '../formatTime.ts'
import type { Run } from '../program.ts'

/** Milliseconds for each of the two questions. */
const deadline = 5_000

const healthSchema = z.looseObject({
  status: z.enum(['ok', 'refusing']),
  reason: z.string().optional(),
  chainId: z.number().optional(),
  community: z.string().optional(),
  head: z.looseObject({ number: z.number(), ageSeconds: z.number() }).nullish(),
  worker: z.string().optional(),
})

const modelsSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      commonweal: z.looseObject({
        slug: z.string().optional(),
        name: z.string().optional(),
        version: z.string().optional(),
        task: z.string().optional(),
        state: z.string(),
        error: z.looseObject({ message: z.string(), next: z.string().optional() }).nullish(),
      }),
    }),
  ),
})

async function ask<T>(url: string, path: string, schema: z.ZodType<T>): Promise<T> {
  const shown = redactUrl(url)
  let response: Response
  let body: unknown
  try {
    response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(deadline), redirect: 'error' })
    body = await response.json()
  } catch (cause) {
    throw new CommonwealError(`The worker at ${shown} does not answer.`, {
      code: 'worker_unreachable',
      cause,
      details: { worker: shown },
      next: 'Start the local stack with `npm start`, or name the worker with --worker-url or COMMONWEAL_WORKER_URL.',
    })
  }
  const result = schema.safeParse(body)
  if (!result.success) {
    throw new CommonwealError(`What answers at ${shown}${path} is not a worker of Commonweal.`, {
      code: 'worker_unexpected',
      details: { worker: shown, status: response.status },
      next: 'Check the address.',
    })
  }
  return result.data
}

async function status(run: Run): Promise<void> {
  const url = await run.workerUrl()
  const health = await ask(url, '/healthz', healthSchema)
  if (health.status !== 'ok') {
    throw new CommonwealError(
      `The worker at ${redactUrl(url)} answers nobody: ${health.reason ?? 'it does not say why'}.`,
      {
        code: 'worker_refusing',
        details: { health },
        next: 'Read its log: it says what it is missing.',
      },
    )
  }
  const { data } = await ask(url, '/v1/models', modelsSchema)
  run.answer({ health, models: data }, [
    `The worker at ${redactUrl(url)} is answering.`,
    `  worker    ${health.worker ?? 'unknown'}`,
    `  community ${health.community ?? 'unknown'} on chain ${health.chainId ?? 'unknown'}`,
    ...(health.head
      ? [`  head      block ${health.head.number}, ${formatDuration(health.head.ageSeconds)} old`]
      : []),
    data.length === 0 ? 'It runs no model: the community has approved none.' : 'Models:',
    ...data.flatMap(({ id, commonweal }) => [
      `  ${commonweal.slug ?? ''} ${commonweal.name ?? ''} ${commonweal.version ?? ''}: ${commonweal.state}`,
      `    ${id}`,
      ...(commonweal.error ? [`    ${commonweal.error.message}`] : []),
    ]),
  ])
}

/** Adds `worker status`. */
export function addWorkerCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const worker = parent.command('worker').description("the community's node")
  on(worker.command('status').description('whether it answers, and which models it runs'), status)
}
