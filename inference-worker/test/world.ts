import type { Hex } from 'viem'
import { type Rules, TestChain, type TestCommunity } from './TestChain.ts'
import { TestGateway } from './TestGateway.ts'
import { TestWorker } from './TestWorker.ts'
import { type TinyBundle, type TinyBundleOptions, tinyBundle } from './tinyBundle.ts'

/** A chain, an IPFS gateway, and ways to get a community, a version and a worker on them. */
export class World {
  readonly chain: TestChain
  readonly gateway: TestGateway
  readonly #workers: TestWorker[] = []

  private constructor(chain: TestChain, gateway: TestGateway) {
    this.chain = chain
    this.gateway = gateway
  }

  static async start(): Promise<World> {
    const [chain, gateway] = await Promise.all([TestChain.start(), TestGateway.start()])
    return new World(chain, gateway)
  }

  async stop(): Promise<void> {
    await this.stopWorkers()
    await this.gateway.stop()
    await this.chain.stop()
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.stop()))
  }

  /** Submits a version of a tiny model; approving it is up to the test. */
  async submit(
    community: TestCommunity,
    slug: string,
    options: TinyBundleOptions = {},
    over: Parameters<TestChain['submit']>[4] = {},
  ): Promise<{ versionId: Hex; bundle: TinyBundle }> {
    const policy = over.policyId && {
      policyId: over.policyId,
      texts: [{ language: 'en', sha256: 'a'.repeat(64) }],
    }
    const bundle = tinyBundle({ ...options, fields: { ...(policy && { policy }), ...options.fields } })
    const root = await this.gateway.add(bundle)
    const totalBytes = bundle.manifest.files.reduce((sum, { size }) => sum + size, 0)
    const versionId = await this.chain.submit(
      community,
      slug,
      { manifestBytes: bundle.manifestBytes, totalBytes },
      root,
      over,
    )
    return { versionId, bundle }
  }

  async worker(
    community: { communityId: Hex },
    env: Record<string, string> = {},
    dataDir?: string,
  ): Promise<TestWorker> {
    const worker = await TestWorker.start(
      {
        COMMONWEAL_RPC_URLS: this.chain.url,
        COMMONWEAL_CHAIN_ID: '31337',
        COMMONWEAL_COMMUNITY: community.communityId,
        COMMONWEAL_IPFS_GATEWAYS: this.gateway.url,
        ...env,
      },
      dataDir,
    )
    this.#workers.push(worker)
    return worker
  }

  /** A community with one approved classifier and a worker that has it ready. */
  async ready(options: TinyBundleOptions = {}, env: Record<string, string> = {}) {
    const community = await this.chain.found()
    const { versionId, bundle } = await this.submit(community, 'needs', options)
    await this.chain.approve(community, versionId)
    await this.chain.finalize()
    const worker = await this.worker(community, env)
    await worker.waitForState(versionId, 'ready')
    return { community, versionId, bundle, worker }
  }

  /** A community with one classifier, approved under a policy of its own, and a worker that has it ready. */
  async readyUnder(rules: Rules, options: TinyBundleOptions = {}, env: Record<string, string> = {}) {
    const community = await this.chain.found()
    const policyId = await this.chain.createPolicy(community, rules)
    const { versionId, bundle } = await this.submit(community, 'needs', options, { policyId })
    await this.chain.approve(community, versionId, policyId)
    await this.chain.finalize()
    const worker = await this.worker(community, env)
    await worker.waitForLog('model ready', versionId)
    return { community, policyId, versionId, bundle, worker }
  }
}
