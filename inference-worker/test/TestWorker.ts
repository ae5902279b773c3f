import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Address, LocalAccount } from 'viem'
import { createSiweMessage } from 'viem/siwe'

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export interface ErrorBody {
  error: {
    message: string
    type: string
    param: string | null
    code: string
    commonweal?: Record<string, string | number>
  }
}

/** The real program in a process of its own, as an operator starts it. */
export class TestWorker {
  readonly dataDir: string
  readonly #process: ChildProcess
  #output = ''
  #url: string | undefined
  exitCode: number | null | undefined

  private constructor(dataDir: string, process: ChildProcess) {
    this.dataDir = dataDir
    this.#process = process
    process.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk
    })
    process.stderr?.on('data', (chunk: Buffer) => {
      this.#output += chunk
    })
    process.once('exit', (code) => {
      this.exitCode = code
    })
  }

  /** Starts it and waits until it listens (or has ended, which is left to the caller to notice). */
  static async start(env: Record<string, string>, dataDir?: string): Promise<TestWorker> {
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'commonweal-worker-')))
    const child = spawn(process.execPath, [entry], {
      env: {
        PATH: process.env.PATH,
        COMMONWEAL_WORKER_PORT: '0',
        COMMONWEAL_POLL_MS: '100',
        COMMONWEAL_DATA_DIR: folder,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const worker = new TestWorker(folder, child)
    await until(
      () => worker.exitCode !== undefined || worker.logs.some((line) => line.msg === 'listening'),
      'listening',
    )
    worker.#url = worker.logs.find((line) => line.msg === 'listening')?.url as string | undefined
    return worker
  }

  get url(): string {
    if (this.#url === undefined) throw new Error(`the worker is not listening:\n${this.#output}`)
    return this.#url
  }

  get pid(): number {
    return this.#process.pid as number
  }

  get output(): string {
    return this.#output
  }

  get logs(): Record<string, unknown>[] {
    return this.#output.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line)]
      } catch {
        return []
      }
    })
  }

  async get<T = Record<string, unknown>>(
    path: string,
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const response = await fetch(this.url + path)
    return { status: response.status, body: (await response.json()) as T, headers: response.headers }
  }

  async post<T = ErrorBody>(
    path: string,
    body: unknown,
    { headers, ...init }: RequestInit = {},
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      ...init,
    })
    return { status: response.status, body: (await response.json()) as T, headers: response.headers }
  }

  /** Opens a session for an account, as a page does with a wallet. */
  async signIn(by: Pick<LocalAccount, 'address' | 'signMessage'>): Promise<string> {
    const message = await this.signInMessage(by.address)
    const signature = await by.signMessage({ message })
    const { status, body } = await this.post<{ token: string }>('/v1/session', { message, signature })
    if (status !== 200) throw new Error(`the sign-in was refused: ${JSON.stringify(body)}`)
    return body.token
  }

  /** A message with a new nonce; `over` replaces fields, to make it wrong on purpose. */
  async signInMessage(
    address: Address,
    over: Partial<Parameters<typeof createSiweMessage>[0]> = {},
  ): Promise<string> {
    const { body } = await this.get<{ nonce: string; chainId: number }>('/v1/session/nonce')
    const { nonce, chainId } = body
    const domain = new URL(this.url).host
    return createSiweMessage({ address, domain, uri: this.url, version: '1', chainId, nonce, ...over })
  }

  /** What `/v1/models` says about a version. */
  async model(
    versionId: string,
  ): Promise<{ state: string; error?: { code: string; message: string } } | undefined> {
    const { body } = await this.get<{ data?: { id: string; commonweal: { state: string } }[] }>('/v1/models')
    return body.data?.find(({ id }) => id === versionId)?.commonweal
  }

  async waitForState(versionId: string, state: string): Promise<void> {
    await until(
      async () => (await this.model(versionId))?.state === state,
      `${versionId} ${state}`,
      () => this.#output,
    )
  }

  /** Waits for what only the operator is told, which is all there is to see of a version that is not for everybody. */
  async waitForLog(msg: string, versionId: string, times = 1): Promise<void> {
    await until(
      () => this.logs.filter((line) => line.msg === msg && line.versionId === versionId).length >= times,
      `“${msg}” of ${versionId}`,
      () => this.#output,
    )
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal)
  }

  async exited(): Promise<void> {
    await until(
      () => this.exitCode !== undefined,
      'the end of the worker',
      () => this.#output,
    )
  }

  /** Stops it; the data folder stays for another worker unless `forget`. */
  async stop(forget = true): Promise<void> {
    if (this.exitCode === undefined) {
      this.kill('SIGTERM')
      await this.exited()
    }
    if (forget) await rm(this.dataDir, { recursive: true, force: true })
  }
}

/** Waits for a condition, and says what it waited for when it does not come. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  context: () => string = () => '',
  milliseconds = 60_000,
): Promise<void> {
  const deadline = performance.now() + milliseconds
  for (;;) {
    if (await condition()) return
    if (performance.now() > deadline) throw new Error(`Waited ${milliseconds} ms for ${what}\n${context()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
