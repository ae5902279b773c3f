import type { WriteStream } from 'node:tty'
import colors from 'picocolors'

export type Timing = { name: string; from: number; to: number }
type Step = { name: string; doing: string; from: number }

/**
 * Says what is being done and how long it takes: in a terminal one live line below the finished ones, elsewhere one
 * plain line for each beginning and end.
 */
export class Progress {
  readonly timings: Timing[] = []
  readonly #out: NodeJS.WriteStream | WriteStream
  readonly #startedAt: number
  readonly #running = new Set<Step>()
  readonly #live: boolean
  #ticker: NodeJS.Timeout | undefined
  #frame = 0

  /** @param startedAt Milliseconds of the wall clock that count as zero. */
  constructor(out: NodeJS.WriteStream, startedAt = Date.now()) {
    this.#out = out
    this.#startedAt = startedAt
    this.#live = Boolean(out.isTTY) && process.env.TERM !== 'dumb' && !process.env.CI
  }

  /** Counts what came before this was made, from the start until now, as a step. */
  count(name: string): void {
    this.timings.push({ name, from: 0, to: this.elapsed })
  }

  /** Seconds since the start. */
  get elapsed(): number {
    return (Date.now() - this.#startedAt) / 1000
  }

  line(text = ''): void {
    if (this.#live) this.#out.write('\r\x1b[K')
    this.#out.write(`${text}\n`)
    this.#draw()
  }

  /** Runs one step, and says how it went. `work` may return a note for the line that ends it. */
  async step<T>(name: string, doing: string, work: (note: (text: string) => void) => Promise<T>): Promise<T> {
    const step: Step = { name, doing, from: this.elapsed }
    this.#running.add(step)
    let remark = ''
    if (this.#live) this.#ticker ??= setInterval(() => this.#draw(), 120).unref()
    else this.line(this.#row('…', name, doing))
    try {
      const result = await work((text) => {
        remark = text
      })
      this.#finish(step)
      const took = seconds(this.elapsed - step.from)
      this.line(this.#row(colors.green('✓'), name, `${remark || doing} ${colors.dim(`(${took})`)}`))
      return result
    } catch (error) {
      this.#finish(step)
      this.line(this.#row(colors.red('✗'), name, doing))
      throw error
    }
  }

  stop(): void {
    clearInterval(this.#ticker)
    this.#ticker = undefined
    this.#running.clear()
    if (this.#live) this.#out.write('\r\x1b[K')
  }

  #finish(step: Step): void {
    this.#running.delete(step)
    this.timings.push({ name: `${step.name} ${step.doing.split(' ')[0]}`, from: step.from, to: this.elapsed })
    if (this.#running.size === 0) {
      clearInterval(this.#ticker)
      this.#ticker = undefined
    }
  }

  #row(mark: string, name: string, text: string): string {
    return `${colors.dim(seconds(this.elapsed).padStart(8))}  ${mark} ${name.padEnd(14)} ${text}`
  }

  #draw(): void {
    if (!this.#live || this.#running.size === 0) return
    const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[this.#frame++ % 10]
    const parts = [...this.#running].map((step) => `${step.name} ${seconds(this.elapsed - step.from)}`)
    const text = `${seconds(this.elapsed).padStart(8)}  ${spinner} ${parts.join(' · ')}`
    this.#out.write(`\r\x1b[K${text.slice(0, Math.max(20, (this.#out.columns ?? 80) - 1))}`)
  }
}

/** Seconds with one decimal, as `12.3 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`
}
