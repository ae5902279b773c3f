import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { World } from './world.ts'

const models = new URL('../models/', import.meta.url)

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.stop())

test('every model that ships runs, exactly as its manifest lists it', async () => {
  const names = (await readdir(models, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  expect(names.length).toBeGreaterThan(0)
  const community = await world.chain.found()
  const submitted = []
  for (const name of names) {
    const read = async (path: string) =>
      new Uint8Array(await readFile(fileURLToPath(new URL(`${name}/${path}`, models))))
    const manifestBytes = await read('manifest.json')
    const manifest = parseManifest(manifestBytes)
    const files = await Promise.all(
      manifest.files.map(async ({ path }) => ({ path, bytes: await read(path) })),
    )
    const root = await world.gateway.addFiles([...files, { path: 'manifest.json', bytes: manifestBytes }])
    const totalBytes = manifest.files.reduce((sum, { size }) => sum + size, 0)
    const versionId = await world.chain.submit(community, name, { manifestBytes, totalBytes }, root)
    await world.chain.approve(community, versionId)
    submitted.push({ name, manifest, versionId })
  }
  await world.chain.finalize()
  const worker = await world.worker(community)
  for (const { name, manifest, versionId } of submitted) {
    await worker.waitForState(versionId, 'ready')
    const path = manifest.task === 'text-classification' ? '/v1/classifications' : '/v1/embeddings'
    const body = { model: name, input: 'I need a bag of groceries for my family' }
    const { status, body: answer } = await worker.post<{ data: { label?: string; embedding?: number[] }[] }>(
      path,
      body,
    )
    expect(status, JSON.stringify(answer)).toBe(200)
    const [first] = answer.data
    if (manifest.task === 'text-classification') expect(first?.label).toBe('food')
    else expect(Math.hypot(...(first?.embedding ?? []))).toBeCloseTo(1, 4)
  }
})
