import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { addresses, startBlocks } from '@commonweal/contracts/addresses'
import { startKept } from '../process/startKept.ts'
import { RuntimeError } from '../RuntimeError.ts'
import { fillManifest } from './fillManifest.ts'
import { locateGnd } from './locateGnd.ts'
import { networkNames } from './networks.ts'

/** A built subgraph. */
export interface BuiltSubgraph {
  /** Folder that holds subgraph.yaml and, in build/, what graph-node loads. */
  folder: string
  /** Path of the manifest, as `gnd dev` and `gnd test` take it. */
  manifest: string
  /** What graph-node calls the chain. */
  network: string
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Followed by the pid of who is building. */
const STAGE = '.stage-'
const ABIS = [
  'CommunityRegistry',
  'ModelRegistry',
  'QuadraticFunding',
  'Membership',
  'CommunityGovernor',
  'CommunityTimelock',
  'ElderCouncil',
]

/**
 * Builds the subgraph for a chain, types included, or hands back the build of the very same inputs. Each build has its
 * own folder, so that starts running side by side do not meet.
 * @param signal Ends the compiler, and leaves nothing half-built.
 * @param adapt May change the files, by path, before they are compiled; tests need it.
 * @throws RuntimeError `chain_unknown`, `subgraph_build_failed`, `gnd_missing`, `platform_unsupported`.
 */
export async function buildSubgraph(
  chainId: number,
  signal?: AbortSignal,
  adapt: (files: Map<string, string>) => void = () => {},
): Promise<BuiltSubgraph> {
  const gnd = locateGnd()
  const network = networkNames[chainId]
  const deployed = addresses[chainId as keyof typeof addresses]
  if (network === undefined || deployed === undefined) {
    throw new RuntimeError('chain_unknown', `The contracts have no addresses on chain ${chainId}.`, {
      next: `Deploy them there first, or use one of: ${Object.keys(addresses).join(', ')}.`,
    })
  }
  const inputs = await readInputs()
  inputs.set(
    'subgraph.yaml',
    fillManifest(await readFile(path.join(ROOT, 'subgraph.template.yaml'), 'utf8'), {
      network,
      communityRegistry: deployed.communityRegistry,
      modelRegistry: deployed.modelRegistry,
      quadraticFunding: deployed.quadraticFunding,
      startBlock: startBlocks[chainId as keyof typeof startBlocks] ?? 0,
    }),
  )
  adapt(inputs)
  const folder = path.join(ROOT, 'build', `${chainId}-${digest(inputs)}`)
  const built = { folder, manifest: path.join(folder, 'subgraph.yaml'), network }
  if (await exists(folder)) return built

  await clearStages()
  const stage = path.join(ROOT, 'build', `${STAGE}${process.pid}`)
  try {
    for (const [name, content] of inputs) {
      const file = path.join(stage, name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, content)
    }
    await run(gnd, ['codegen', '--skip-migrations', '-o', 'generated/', 'subgraph.yaml'], stage, signal)
    await run(gnd, ['build', '--skip-migrations', '-o', 'build/', 'subgraph.yaml'], stage, signal)
    await rename(stage, folder)
  } catch (error) {
    await rm(stage, { recursive: true, force: true })
    // Somebody else may have finished the same build meanwhile.
    if (!(await exists(folder))) throw error
  }
  return built
}

/** Copies a build's generated types beside the mappings, where editors look for them. */
export async function publishTypes(built: BuiltSubgraph): Promise<void> {
  const types = path.join(ROOT, 'generated')
  await rm(types, { recursive: true, force: true })
  await cp(path.join(built.folder, 'generated'), types, { recursive: true })
}

async function readInputs(): Promise<Map<string, string>> {
  const require = createRequire(import.meta.url)
  const inputs = new Map<string, string>()
  inputs.set('schema.graphql', await readFile(path.join(ROOT, 'schema.graphql'), 'utf8'))
  for (const name of (await readdir(path.join(ROOT, 'src'))).sort()) {
    inputs.set(`src/${name}`, await readFile(path.join(ROOT, 'src', name), 'utf8'))
  }
  for (const name of ABIS) {
    const abi = require.resolve(`@commonweal/contracts/abi/${name}.json`)
    inputs.set(`abis/${name}.json`, await readFile(abi, 'utf8'))
  }
  return inputs
}

/** Removes what killed builds left. */
async function clearStages(): Promise<void> {
  const folder = path.join(ROOT, 'build')
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(STAGE)) continue
    const pid = Number(name.slice(STAGE.length))
    if (pid !== process.pid && (await exists(`/proc/${pid}`))) continue
    await rm(path.join(folder, name), { recursive: true, force: true })
  }
}

function digest(inputs: Map<string, string>): string {
  const hash = createHash('sha256')
  for (const [name, content] of inputs) hash.update(`${name}\0${content}\0`)
  return hash.digest('hex').slice(0, 16)
}

async function run(gnd: string, args: string[], cwd: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  // gnd looks for asc on the PATH.
  const bin = path.dirname(process.execPath)
  const tools = [path.join(ROOT, 'node_modules/.bin'), path.join(ROOT, '../node_modules/.bin'), bin]
  const env = { ...process.env, PATH: `${tools.join(':')}:${process.env.PATH ?? ''}` }
  const compiler = startKept(
    { command: gnd, args, cwd, env, wholeGroup: true, stopSignal: 'SIGKILL', graceMs: 1_000 },
    () => {},
  )
  const abort = () => void compiler.stop()
  signal?.addEventListener('abort', abort, { once: true })
  const status = await compiler.exited
  signal?.removeEventListener('abort', abort)
  signal?.throwIfAborted()
  if (status === 0) return
  throw new RuntimeError('subgraph_build_failed', `gnd ${args[0]} failed.`, {
    details: compiler.lastLines().join('\n'),
    next: 'Mend what is named above in subgraph/src, schema.graphql or subgraph.template.yaml.',
  })
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
