import { ManifestError } from '../errors/ManifestError.ts'
import { checkPaths } from './checkPaths.ts'
import { filesRoot } from './filesRoot.ts'
import { manifestLimits } from './manifestLimits.ts'
import { type Manifest, manifestSchema } from './schema.ts'

const zeroPolicy = `0x${'0'.repeat(64)}`

function place(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
}

function pathOf(value: unknown, at: readonly PropertyKey[]): string | undefined {
  if (at[0] !== 'files' || typeof at[1] !== 'number') return undefined
  const files = (value as { files?: unknown }).files
  const path = Array.isArray(files) ? (files[at[1]] as { path?: unknown } | undefined)?.path : undefined
  return typeof path === 'string' ? path : undefined
}

/**
 * Holds a value against every rule for manifests: the schema, the paths, the order of files, their root, the limits.
 *
 * @returns A new value with exactly the fields of the schema.
 * @throws ManifestError that names the field, and the file's path where one is meant.
 */
export function checkManifest(value: unknown): Manifest {
  const result = manifestSchema.safeParse(value)
  if (!result.success) {
    const issue = result.error.issues[0]
    const at = place(issue?.path ?? [])
    const path = pathOf(value, issue?.path ?? [])
    throw new ManifestError(
      `The manifest is not valid${at === '' ? '' : ` at ${at}`}${path === undefined ? '' : ` (${JSON.stringify(path)})`}: ${issue?.message ?? 'unknown problem'}.`,
      {
        code: 'manifest_invalid',
        at,
        ...(path === undefined ? {} : { path }),
        next: 'Correct the field; every rule is in the sdk at src/manifest/schema.ts.',
        details: {
          issues: result.error.issues
            .map((each) => ({ at: place(each.path), message: each.message }))
            .slice(0, 20),
        },
      },
    )
  }
  const manifest = result.data
  checkPaths(manifest.files.map((file) => file.path))

  const total = manifest.files.reduce((sum, file) => sum + file.size, 0)
  if (total > manifestLimits.totalBytes) {
    throw new ManifestError(
      `The files have ${total} bytes together; the most is ${manifestLimits.totalBytes}.`,
      {
        code: 'manifest_limit',
        at: 'files',
        details: { expected: manifestLimits.totalBytes, actual: total },
      },
    )
  }
  if (manifest.policy.policyId !== zeroPolicy && manifest.policy.texts.length === 0) {
    throw new ManifestError('The manifest names a policy but not its words in any language.', {
      code: 'manifest_invalid',
      at: 'policy.texts',
      next: 'Add the language and digest of the text that the policy stands for.',
    })
  }
  const words = manifest.license_link
  if (words !== undefined && !words.includes(':') && !manifest.files.some((file) => file.path === words)) {
    throw new ManifestError(
      `The licence is said to be in ${JSON.stringify(words)}, which is not a file of the bundle.`,
      {
        code: 'manifest_invalid',
        at: 'license_link',
        path: words,
        next: 'Put the file into the bundle, or give the https:// address of the licence.',
      },
    )
  }
  const root = filesRoot(manifest.files)
  if (root !== manifest.filesRoot) {
    throw new ManifestError('The files listed do not give the filesRoot stated.', {
      code: 'files_root_mismatch',
      at: 'filesRoot',
      details: { expected: manifest.filesRoot, actual: root },
      next: 'Make the manifest again from the files.',
    })
  }
  return manifest
}
