import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { pino } from 'pino'
import { readConfig } from './config/readConfig.ts'
import { startWorker, type Worker } from './startWorker.ts'

/** Time a stop may take before the process ends anyway, milliseconds. */
const stopTimeout = 10_000

let worker: Worker | undefined
let stopping = false
const log = pino({ name: 'inference-worker', base: undefined, level: 'info' })

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  setTimeout(() => process.exit(1), stopTimeout).unref()
  await worker?.close()
  log.info('stopped')
  process.exit(0)
}

process.once('SIGTERM', stop)
process.once('SIGINT', stop)

try {
  const config = readConfig(process.env, process.argv.slice(2))
  log.level = config.logLevel
  const started = await startWorker(config, log)
  if (stopping) await started.close()
  worker = started
} catch (cause) {
  const known = cause instanceof CommonwealError
  log.fatal(
    known ? { code: cause.code, next: cause.next } : { error: (cause as Error).stack },
    known ? cause.message : 'The worker failed to start',
  )
  process.exitCode = known && cause.code === 'invalid_configuration' ? 2 : 1
}
