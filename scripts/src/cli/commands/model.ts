import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { artifactsCid } from '@commonweal/sdk/artifacts/artifactsCid'
import { importArtifacts } from '@commonweal/sdk/artifacts/importArtifacts'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { checkSlug } from '@commonweal/sdk/identifiers/checkSlug'
import { createManifest, type ManifestFields } from '@commonweal/sdk/manifest/createManifest'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import { hashManifest } from '@commonweal/sdk/manifest/hashManifest'
import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'
import type { Manifest } from '@commonweal/sdk/manifest/schema'
import type { Command } from 'commander'
import { type Hex, zeroHash } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import { publishBundle } from '../../actions/publishArtifacts.ts'
import { type BundleFile, manifestPath, readBundle } from '../../actions/readBundle.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { readVersion, type Version, type VersionStatus } from '../../actions/readVersion.ts'
import { reviewBundle } from '../../actions/reviewBundle.ts'
import { submitVersion, versionIds } from '../../actions/submitVersion.ts'
import { suspendVersion } from '../../actions/suspendVersion.ts'
import { verifyBundle } from '../../actions/verifyBundle.ts'
import { fetchManifest, verifyDirectory, verifyPublished } from '../../actions/verifyVersion.ts'
import { accountForDryRun } from '../accountForDryRun.ts'
import { formatTime } from '../formatTime.ts'
import { type MakeOptions, makeProposal, withMakeOptions } from '../makeProposal.ts'
import { parseTime } from '../parseTime.ts'
import type { Run } from '../program.ts'
import { requireReason } from '../requireReason.ts'
import { UsageError } from '../UsageError.ts'

async function readFields(path: string): Promise<ManifestFields> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ManifestFields
  } catch (cause) {
    throw new CommonwealError(
      cause instanceof SyntaxError ? `${path} is not JSON: ${cause.message}` : `${path} cannot be read.`,
      { code: 'fields_unreadable', cause, details: { path } },
    )
  }
}

/** Appears whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, bytes, { flag: 'wx' })
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw new CommonwealError(`${path} cannot be written.`, {
      code: 'manifest_unwritable',
      cause,
      details: { path },
    })
  }
}

/**
 * The manifest that lies in the folder, held against the files; or a new one, from the fields given. Either way the
 * files have passed the lint.
 */
async function prepareManifest(
  directory: string,
  files: readonly BundleFile[],
  present: Uint8Array | undefined,
  fieldsPath: string | undefined,
): Promise<{ manifest: Manifest; bytes: Uint8Array; made: boolean }> {
  if (present !== undefined) {
    if (fieldsPath !== undefined) {
      throw new UsageError(
        `${directory} has a ${manifestPath} already, and --fields would make another.`,
        `Leave out --fields, or remove ${manifestPath}.`,
      )
    }
    const manifest = parseManifest(present)
    verifyBundle(manifest, files)
    await reviewBundle(files)
    return { manifest, bytes: present, made: false }
  }
  if (fieldsPath === undefined) {
    throw new UsageError(
      `There is no ${manifestPath} in ${directory}.`,
      'Give --fields FILE, a JSON file with what people should know of the model: name, version, task, card and so on.',
    )
  }
  const manifest = createManifest({ files, fields: await readFields(fieldsPath) })
  await reviewBundle(files)
  return { manifest, bytes: encodeManifest(manifest), made: true }
}

type SubmitOptions = {
  slug: string
  fields?: string
  parent?: string
  notBefore?: string
  expiresAt?: string
  dryRun?: boolean
}

async function submit(run: Run, directory: string, options: SubmitOptions): Promise<void> {
  checkSlug(options.slug)
  const notBefore = parseTime('--not-before', options.notBefore)
  const expiresAt = parseTime('--expires-at', options.expiresAt)
  const parent = options.parent === undefined ? zeroHash : requireId('--parent', options.parent)

  const { files, manifest: present, ofGit } = await readBundle(directory)
  if (ofGit.length > 0) run.progress(`Files of git are not files of the model: ${ofGit.join(', ')}.`)
  const { manifest, bytes, made } = await prepareManifest(directory, files, present, options.fields)
  const bundle = [...files, { path: manifestPath, bytes }]
  const community = await run.community()
  const chain = await run.chain()
  const account = await accountForDryRun(run, options.dryRun === true)
  const { communityId } = community
  const total = manifest.files.reduce((sum, file) => sum + file.size, 0)
  const words = `${manifest.name} ${manifest.version} (${manifest.task}, ${manifest.files.length} files, ${total} bytes) for ${community.name}, as ${options.slug}`

  if (options.dryRun || account === undefined) {
    const { root } = await importArtifacts(bundle)
    const manifestHash = hashManifest(bytes)
    const ids =
      account === undefined
        ? { manifestHash }
        : versionIds({
            communityId,
            slug: options.slug,
            manifest: bytes,
            contributor: account.address,
          })
    run.answer({ dryRun: true, ...ids, artifacts: root.toString(), communityId, slug: options.slug }, [
      `Would submit ${words}.`,
      'versionId' in ids ? `  version   ${ids.versionId}` : '  version   depends on the key that submits it',
      `  manifest  sha256 ${manifestHash}`,
      `  artifacts ${root}`,
      'Nothing was sent or written.',
    ])
    return
  }
  const ipfsRpcUrl = await run.ipfsRpcUrl()
  run.progress(`Submitting ${words}.`)
  run.progress('Publishing the files …')
  const { root } = await publishBundle({ ipfsRpcUrl, files: bundle })
  run.progress(`Published as ${root}.`)
  if (made) {
    await writeWhole(join(directory, manifestPath), bytes)
    run.progress(`Wrote ${join(directory, manifestPath)}.`)
  }
  run.progress('Putting the version on record …')
  const submitted = await submitVersion(chain, account, {
    communityId,
    slug: options.slug,
    manifest: bytes,
    artifacts: root,
    parent,
    notBefore,
    expiresAt,
  })
  run.answer({ ...submitted, artifacts: root.toString(), communityId, slug: options.slug }, [
    `Submitted ${words}.`,
    `  version     ${submitted.versionId}`,
    `  manifest    sha256 ${submitted.manifestHash}`,
    `  artifacts   ${root}`,
    `  transaction ${submitted.transaction}`,
    `No worker runs it before the community approves it: model propose-approval ${submitted.versionId}`,
  ])
}

function requireId(name: string, value: string): Hex {
  if (/^0x[0-9a-fA-F]{64}$/.test(value)) return value.toLowerCase() as Hex
  throw new UsageError(
    `${name} ${JSON.stringify(value)} is not a version's id.`,
    'An id is 0x and 64 hexadecimal digits.',
  )
}

/** Reads a version as the community named sees it, or as its own community does. */
async function versionFor(run: Run, id: string): Promise<Version> {
  const versionId = requireId('VERSION', id)
  return readVersion(await run.chain(), versionId, run.namesCommunity ? await run.communityId() : undefined)
}

async function verify(run: Run, id: string, options: { dir?: string }): Promise<void> {
  const version = await versionFor(run, id)
  let manifest: Manifest
  if (options.dir === undefined) {
    const gateway = await run.ipfsGatewayUrl()
    run.progress('Fetching the manifest and every file, and hashing them …')
    manifest = await verifyPublished(version, gateway, {
      onFile: (path, done, of) => run.progress(`  ${done}/${of} ${path}`),
    })
  } else {
    manifest = await verifyDirectory(version, options.dir)
  }
  const cid = artifactsCid(version.artifactsRoot, version.artifactsCodec).toString()
  run.answer(
    {
      verified: true,
      source: options.dir === undefined ? 'ipfs' : 'directory',
      ...version,
      artifacts: cid,
      name: manifest.name,
      version: manifest.version,
      task: manifest.task,
      license: manifest.license ?? manifest.license_name,
      files: manifest.files,
    },
    [
      `Verified: ${manifest.files.length} files ${options.dir === undefined ? 'on IPFS' : `in ${options.dir}`} are byte for byte what stands on chain.`,
      `  ${manifest.name} ${manifest.version}, ${manifest.task}, ${manifest.license ?? manifest.license_name}`,
      `  version     ${version.versionId} (${version.slug})`,
      `  manifest    sha256 ${version.manifestHash}`,
      `  artifacts   ${cid}`,
      `  contributor ${version.contributor}, ${formatTime(version.submittedAt)}`,
      `  status      ${version.status}${version.runnable ? ', workers may run it' : ''}`,
    ],
  )
}

/** Refuses a step that the registry would refuse when, after days of voting, it is carried out. */
function requireStatus(version: Version, allowed: readonly VersionStatus[], step: string): void {
  if (allowed.includes(version.status)) return
  if (version.status === 'ConsentPending' && allowed.includes('Consented')) {
    throw new ChainError(`The elders have not consented to the version ${version.versionId} yet.`, {
      code: 'wrong_state',
      details: { versionId: version.versionId, status: version.status, allowed },
      next: `Its policy asks for that before a vote: council consent ${version.versionId}`,
    })
  }
  throw new ChainError(
    `The version ${version.versionId} is ${version.status.toLowerCase()}; it cannot be ${step}.`,
    {
      code: 'wrong_state',
      details: { versionId: version.versionId, status: version.status, allowed },
      next: `Only a version that is ${allowed.join(' or ').toLowerCase()} can be.`,
    },
  )
}

/** A version, and the community that is to decide: the one named, else the one it was submitted to. */
async function versionAndCommunity(
  run: Run,
  id: string,
): Promise<{ version: Version; community: Community }> {
  const version = await versionFor(run, id)
  const community = await run.community(run.namesCommunity ? undefined : version.communityId)
  return { version, community }
}

type ProposeOptions = MakeOptions & { text?: string; supersede?: boolean }

async function proposeApproval(run: Run, id: string, options: ProposeOptions): Promise<void> {
  const { version, community } = await versionAndCommunity(run, id)
  requireStatus(version, ['Submitted', 'Consented'], 'approved')
  let { text } = options
  if (text === undefined) {
    // Members should not be asked to vote on what cannot be read.
    const { manifest } = await fetchManifest(version.manifestHash, await run.ipfsGatewayUrl())
    text = `Approve ${manifest.name} ${manifest.version} (${version.slug})`
  }
  const { versionId, policyId } = version
  const { communityId } = community
  const supersedesParent = options.supersede === true
  const action = { kind: 'approveVersion', communityId, versionId, policyId, supersedesParent } as const
  await makeProposal(run, community, { text, actions: [action] }, options, { versionId })
}

type ReasonOptions = { reason: string }

async function proposeRevocation(
  run: Run,
  id: string,
  options: ProposeOptions & ReasonOptions,
): Promise<void> {
  const reason = requireReason(options)
  const { version, community } = await versionAndCommunity(run, id)
  requireStatus(version, ['Approved', 'Suspended'], 'revoked')
  const { versionId } = version
  // Stopping a model must not wait for IPFS: the text does without the manifest.
  const text = options.text ?? `Revoke ${version.slug} for good: ${reason}`
  const action = { kind: 'revokeVersion', communityId: community.communityId, versionId, reason } as const
  await makeProposal(run, community, { text, actions: [action] }, options, { versionId })
}

async function proposeRestoration(run: Run, id: string, options: ProposeOptions): Promise<void> {
  const { version, community } = await versionAndCommunity(run, id)
  requireStatus(version, ['Suspended'], 'restored')
  const { versionId } = version
  const action = { kind: 'restoreVersion', communityId: community.communityId, versionId } as const
  const text = options.text ?? `Lift the suspension of ${version.slug}`
  await makeProposal(run, community, { text, actions: [action] }, options, { versionId })
}

async function suspend(run: Run, id: string, options: ReasonOptions): Promise<void> {
  const reason = requireReason(options)
  const { version, community } = await versionAndCommunity(run, id)
  requireStatus(version, ['Approved'], 'suspended')
  const { versionId } = version
  const { communityId } = community
  const suspended = await suspendVersion(await run.chain(), await run.account(), {
    communityId,
    versionId,
    reason,
  })
  run.answer({ ...suspended, versionId, communityId, reason }, [
    `Suspended ${version.slug} for ${community.name}: ${reason}`,
    `  version     ${versionId}`,
    `  transaction ${suspended.transaction}`,
    `Only a vote lifts it: model propose-restoration ${versionId}`,
  ])
}

/** Adds what can be done with a model version. */
export function addModelCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const model = parent.command('model').description('submit a model version, verify one, propose one')
  on(
    model
      .command('submit')
      .argument('<dir>', 'folder that holds exactly the files of the model')
      .requiredOption('--slug <slug>', "the model's name in its community: a-z, 0-9 and inner hyphens")
      .option('--fields <file>', 'JSON with the rest of the manifest, where the folder has no manifest.json')
      .option('--parent <version>', 'version that this one descends from')
      .option('--not-before <time>', 'nobody may run it earlier (Unix seconds or a date)')
      .option('--expires-at <time>', 'nobody may run it from then on (Unix seconds or a date)')
      .option('--dry-run', 'check everything and say what would be submitted')
      .description('publish a model version on IPFS and put it on record'),
    submit,
  )
  on(
    model
      .command('verify')
      .argument('<version>', "the version's id")
      .option('--dir <dir>', 'verify a folder on this machine instead of what is on IPFS')
      .description('compare every byte with what stands on chain'),
    verify,
  )
  const versionCommand = (name: string) => model.command(name).argument('<version>', "the version's id")
  const text = ['--text <text>', 'what members read; left out, made from the version'] as const
  const reason = ['--reason <text>', 'why; public for ever'] as const
  on(
    withMakeOptions(versionCommand('propose-approval'))
      .option(...text)
      .option('--supersede', 'in place of the version it descends from')
      .description('propose that workers run a version'),
    proposeApproval,
  )
  on(
    withMakeOptions(versionCommand('propose-revocation'))
      .requiredOption(...reason)
      .option(...text)
      .description('propose to end the approval of a version for good'),
    proposeRevocation,
  )
  on(
    withMakeOptions(versionCommand('propose-restoration'))
      .option(...text)
      .description('propose to lift a suspension'),
    proposeRestoration,
  )
  on(
    versionCommand('suspend')
      .requiredOption(...reason)
      .description('stop a version at once, as a steward or elder'),
    suspend,
  )
}
