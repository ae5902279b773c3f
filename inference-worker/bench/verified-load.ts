/**
 * What checking costs: the time from nothing to a model that is ready, with every byte verified, against
 * transformers.js loading the same files from disk unchecked, each in a process of its own, in turns.
 *
 *   node inference-worker/bench/verified-load.ts [--runs 7]
 *
 * Prints medians in milliseconds, and verified / (unverified + hashing); the aim is at most 1.05.
 */
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ArtifactStore } from '../src/artifacts/ArtifactStore.ts'
import { ModelProcess } from '../src/runtime/ModelProcess.ts'
import { sha256Hex } from '../test/tinyBundle.ts'
import { encoderBundle } from './encoderBundle.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } })
const runs = Number(values.runs)
const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const folder = await mkdtemp(join(tmpdir(), 'commonweal-bench-'))
try {
  const bundle = encoderBundle()
  const store = await ArtifactStore.open(folder)
  const manifestDigest = sha256Hex(bundle.manifestBytes)
  const all = new Map([...bundle.files, ['manifest.json', bundle.manifestBytes] as const])
  for (const [path, bytes] of all) {
    await store.put(
      path,
      sha256Hex(bytes),
      bytes.length,
      (async function* () {
        yield bytes
      })(),
    )
    await mkdir(dirname(join(folder, 'plain', 'model', path)), { recursive: true })
    await writeFile(join(folder, 'plain', 'model', path), bytes)
  }
  const model = join(folder, 'plain', 'model', 'onnx', 'model.onnx')
  const megabytes = [...all.values()].reduce((sum, { length }) => sum + length, 0) / 1e6

  const verified: number[] = []
  const unverified: number[] = []
  const hashing: number[] = []
  for (let run = 0; run < runs; run++) {
    unverified.push(
      await timed(async () => {
        const child = fork(fileURLToPath(new URL('./unverifiedLoad.ts', import.meta.url)), [
          `${folder}/plain/`,
          'model',
        ])
        await new Promise<void>((resolve, reject) => {
          child.once('message', () => resolve())
          child.once('exit', (code) => reject(new Error(`the unverified load ended with ${code}`)))
        })
        child.kill('SIGKILL')
      }),
    )
    verified.push(
      await timed(async () => {
        const settings = { dataDir: folder, threads: 1, loadTimeoutMs: 120_000 }
        const bundleInStore = { manifest: bundle.manifest, manifestDigest }
        const loaded = await ModelProcess.load(bundleInStore, store, settings, new AbortController().signal)
        void loaded.kill()
      }),
    )
    const bytes = await readFile(model)
    hashing.push(await timed(async () => void createHash('sha256').update(bytes).digest()))
  }
  const result = {
    megabytes: Math.round(megabytes * 10) / 10,
    runs,
    unverifiedMs: Math.round(median(unverified)),
    hashingMs: Math.round(median(hashing)),
    verifiedMs: Math.round(median(verified)),
    ratioToUnverified: Number((median(verified) / median(unverified)).toFixed(3)),
    ratio: Number((median(verified) / (median(unverified) + median(hashing))).toFixed(3)),
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
