import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ChainWatcher } from '../chain/ChainWatcher.ts'
import type { VersionSet } from '../versions/VersionSet.ts'

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What an operator watches. Names follow those of text-embeddings-inference and vLLM; no label holds a payload. */
export class Metrics {
  readonly registry = new Registry()
  readonly requests: Counter<'task' | 'code'>
  readonly refusals: Counter<'reason'>
  readonly tokens: Counter<'task'>
  readonly requestSeconds: Histogram<'task'>

  constructor(watcher: ChainWatcher, versions: VersionSet) {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
    this.requests = new Counter({
      name: 'commonweal_request_count',
      help: 'Questions by task and outcome',
      labelNames: ['task', 'code'],
      registers,
    })
    this.refusals = new Counter({
      name: 'commonweal_refusal_count',
      help: 'Questions refused, by reason',
      labelNames: ['reason'],
      registers,
    })
    this.tokens = new Counter({
      name: 'commonweal_prompt_tokens_total',
      help: 'Tokens of the questions answered',
      labelNames: ['task'],
      registers,
    })
    this.requestSeconds = new Histogram({
      name: 'commonweal_request_duration_seconds',
      help: 'Seconds from question to answer, the chain’s word included',
      labelNames: ['task'],
      buckets: seconds,
      registers,
    })
    new Gauge({
      name: 'commonweal_queue_size',
      help: 'Questions waiting or being answered',
      registers,
      collect() {
        this.set(versions.known.reduce((sum, { runner }) => sum + (runner?.queue.size ?? 0), 0))
      },
    })
    new Gauge({
      name: 'commonweal_loaded_models',
      help: 'Models ready to answer',
      registers,
      collect() {
        this.set(versions.known.filter(({ runner }) => runner?.state === 'ready').length)
      },
    })
    new Gauge({
      name: 'commonweal_head_confirmed_seconds',
      help: 'Seconds since every RPC last confirmed a fresh head; NaN before the first time',
      registers,
      collect() {
        this.set(watcher.confirmedSecondsAgo ?? Number.NaN)
      },
    })
    new Gauge({
      name: 'commonweal_head_number',
      help: 'The newest block that every RPC knows',
      registers,
      collect() {
        this.set(Number(watcher.head?.number ?? 0))
      },
    })
  }
}
