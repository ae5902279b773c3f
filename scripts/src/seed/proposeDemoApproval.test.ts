import { join } from 'node:path'
import { createTestClient, http } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openChain } from '../actions/openChain.ts'
import { startLocalParts } from '../cli/test/localParts.ts'
import { foundDemoCommunity } from './foundDemoCommunity.ts'
import { proposeDemoApproval } from './proposeDemoApproval.ts'
import { submitDemoVersion } from './submitDemoVersion.ts'

const directory = join(import.meta.dirname, '../../../inference-worker/models/mutual-aid-classifier')
const { signal } = new AbortController()

let parts: Awaited<ReturnType<typeof startLocalParts>>
beforeAll(async () => {
  parts = await startLocalParts()
}, 180_000)
afterAll(() => parts?.stop())

test('waits until its proposer has been a member for a second, and proposes once', async () => {
  const ipfsRpcUrl = parts.ipfsRpc
  const chain = await openChain({ rpcUrl: parts.rpcUrl })
  // As on a quick machine: everything within one second.
  const time = createTestClient({ mode: 'anvil', transport: http(parts.rpcUrl) })
  await time.setBlockTimestampInterval({ interval: 0 })
  const { community } = await foundDemoCommunity(chain, { ipfsRpcUrl, signal })
  const { versionId } = await submitDemoVersion(chain, community, { directory, ipfsRpcUrl, signal })
  expect(Number((await chain.client.getBlock()).timestamp)).toBe(community.foundedAt)

  const looks = vi.spyOn(chain.client, 'getBlock')
  const proposing = proposeDemoApproval(chain, community, versionId, { signal })
  await Promise.race([proposing, vi.waitUntil(() => looks.mock.calls.length > 2, { timeout: 30_000 })])
  await time.removeBlockTimestampInterval()
  await parts.letTimePass(1)
  const { proposalId, proposed } = await proposing
  expect(proposed).toBe(true)
  expect(await proposeDemoApproval(chain, community, versionId, { signal })).toEqual({
    proposalId,
    proposed: false,
  })
})
