import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { identify } from '@libp2p/identify'
import { tcp } from '@libp2p/tcp'
import { createHeliaLight } from 'helia'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { until } from './TestWorker.ts'
import { tinyBundle } from './tinyBundle.ts'
import { World } from './world.ts'

const node = withBitswap(
  withLibp2pLight(createHeliaLight(), {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  }),
)
let world: World
beforeAll(async () => {
  world = await World.start()
  await node.start()
})
afterEach(() => world.stopWorkers())
afterAll(async () => {
  await node.stop()
  await world.stop()
})

test('fetches over bitswap from the peers it was told of, and runs what it fetched', async () => {
  const community = await world.chain.found()
  const bundle = tinyBundle({ files: { 'extra/large.onnx_data': new Uint8Array(2_500_000).fill(3) } })
  const { root, blocks } = await importArtifacts([
    ...[...bundle.files].map(([path, bytes]) => ({ path, bytes })),
    { path: 'manifest.json', bytes: bundle.manifestBytes },
  ])
  for (const { cid, bytes } of blocks) await node.blockstore.put(cid, bytes)
  const totalBytes = bundle.manifest.files.reduce((sum, { size }) => sum + size, 0)
  const versionId = await world.chain.submit(community, 'peers', { ...bundle, totalBytes }, root)
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community, {
    COMMONWEAL_IPFS_GATEWAYS: '',
    COMMONWEAL_IPFS_PEERS: node.libp2p.getMultiaddrs().join(),
  })
  await worker.waitForState(versionId, 'ready')
  expect((await worker.post('/v1/classifications', { model: versionId, input: 'bread' })).status).toBe(200)
})

test('without a peer it says that none is configured', async () => {
  const community = await world.chain.found()
  const { versionId } = await world.submit(community, 'alone')
  await world.chain.approve(community, versionId)
  await world.chain.finalize()
  const worker = await world.worker(community, { COMMONWEAL_IPFS_GATEWAYS: '' })
  await until(async () => (await worker.model(versionId))?.error !== undefined, 'the failure')
  const { body } = await worker.post('/v1/classifications', { model: versionId, input: 'bread' })
  expect(body.error.code).toBe('artifact_unreachable')
  expect(body.error.message).toContain('no peer is configured')
})
