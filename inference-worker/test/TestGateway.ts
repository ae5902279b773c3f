import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import type { CID } from 'multiformats/cid'
import type { TinyBundle } from './tinyBundle.ts'

/** What a gateway can do wrong with a block. */
export type Fault = 'missing' | 'truncated' | 'corrupted' | 'hanging' | 'endless'

/** A trustless gateway over blocks in memory, which misbehaves on request. */
export class TestGateway {
  readonly url: string
  readonly #server: Server
  readonly #blocks = new Map<string, Uint8Array>()
  readonly #faults = new Map<string, Fault>()
  /** CIDs in the order they were asked for. */
  readonly asked: string[] = []
  /** Told for every request, before it is answered. */
  onRequest: ((cid: string) => void) | undefined

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(): Promise<TestGateway> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const gateway = new TestGateway(server)
    server.on('request', (request, response) => {
      const cid = /^\/ipfs\/([a-z0-9]+)\?format=raw$/.exec(request.url ?? '')?.[1] ?? ''
      gateway.asked.push(cid)
      gateway.onRequest?.(cid)
      const bytes = gateway.#blocks.get(cid)
      const fault = gateway.#faults.get(cid) ?? gateway.#faults.get('*')
      if (bytes === undefined || fault === 'missing') return response.writeHead(404).end()
      if (fault === 'hanging') return
      response.writeHead(200, { 'content-type': 'application/vnd.ipld.raw' })
      if (fault === 'endless') {
        const pour = () => {
          while (response.write(Buffer.alloc(65_536)));
        }
        response.on('drain', pour)
        return pour()
      }
      if (fault === 'truncated') return response.end(bytes.subarray(0, Math.floor(bytes.length / 2)))
      if (fault === 'corrupted') {
        const changed = Buffer.from(bytes)
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
        return response.end(changed)
      }
      response.end(bytes)
    })
    return gateway
  }

  /** Packs a bundle, with the manifest (or other bytes in its place) at its root. */
  async add(bundle: TinyBundle, manifestBytes = bundle.manifestBytes): Promise<CID> {
    const files = [...bundle.files].map(([path, bytes]) => ({ path, bytes }))
    return this.addFiles([...files, { path: 'manifest.json', bytes: manifestBytes }])
  }

  async addFiles(files: { path: string; bytes: Uint8Array }[]): Promise<CID> {
    const { root, blocks } = await importArtifacts(files)
    for (const { cid, bytes } of blocks) this.#blocks.set(cid.toString(), bytes)
    return root
  }

  get blocks(): ReadonlyMap<string, Uint8Array> {
    return this.#blocks
  }

  /** @param cid `*` for every block. */
  break(cid: string, fault: Fault): void {
    this.#faults.set(cid, fault)
  }

  mend(): void {
    this.#faults.clear()
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
