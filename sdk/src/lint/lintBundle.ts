import canonicalize from 'canonicalize'
import { type Hex, sha256, stringToBytes } from 'viem'
import { ManifestError } from '../errors/ManifestError.ts'
import { checkPath } from '../manifest/checkPath.ts'
import { comparePaths } from '../manifest/comparePaths.ts'
import { filesRoot } from '../manifest/filesRoot.ts'
import { manifestLimits } from '../manifest/manifestLimits.ts'
import { PathSet } from '../manifest/PathSet.ts'
import type { BundleFile, FileRule } from './BundleFile.ts'
import { purposeOf } from './content/purposeOf.ts'
import type { Finding, Remark, RuleName } from './Finding.ts'
import { lintLimits } from './lintLimits.ts'
import { chatTemplateRule } from './rules/chatTemplate.ts'
import { contentRule } from './rules/content.ts'
import { jsonRule, readJson } from './rules/json.ts'
import { onnxRule } from './rules/onnx.ts'
import { remoteCodeRule } from './rules/remoteCode.ts'
import { safetensorsRule } from './rules/safetensors.ts'
import { tokenizerRule } from './rules/tokenizer.ts'

/** The value of a report's `schema`. */
export const lintReportSchema = 'urn:commonweal:lint-report:1'
/** Grows whenever the rules could say something else of the same bytes. */
export const lintRules = 1

/** What is read of a file. */
export type FileContent = {
  /** 64 lower-case hexadecimal digits, of the whole file. */
  sha256: string
  /** Bytes of the whole file. */
  size: number
  /** The first bytes, as many as were asked for. */
  bytes: Uint8Array
  /** The last {@link zipTailBytes} bytes. */
  tail: Uint8Array
}

/** Something in a bundle's folder. */
export type BundleEntry = {
  /** Relative to the folder, with `/`. */
  path: string
  /** What it is, where it is not a file that can be read. */
  obstacle?: string
  size: number
  /** Reads the file once: hashes all of it, and gives its first bytes and its last. */
  read(most: number): Promise<FileContent>
}

/** The hostile-artifact review of a bundle: a value of its bytes and the rules alone. */
export type LintReport = {
  schema: typeof lintReportSchema
  /** Version of the rules. */
  rules: number
  /** What was looked at: the root of the manifest that lists the same files; null where no manifest can. */
  filesRoot: Hex | null
  files: number
  bytes: number
  /** By path, rule, place and words. */
  findings: Finding[]
  verdict: 'fine' | 'refused'
  /** sha256 of all of the above as canonical JSON (RFC 8785). */
  digest: Hex
}

const rules: readonly FileRule[] = [
  contentRule,
  jsonRule,
  onnxRule,
  safetensorsRule,
  tokenizerRule,
  chatTemplateRule,
  remoteCodeRule,
]

const manifestPath = 'manifest.json'

/** How much of a file is read: all of it where it is parsed, its beginning where it is not. */
function mostBytes(path: string): number {
  if (path.endsWith('.json')) return lintLimits.jsonBytes
  if (path.endsWith('.onnx')) return lintLimits.graphBytes
  if (path.endsWith('.model')) return lintLimits.modelBytes
  return purposeOf(path) === 'text' ? lintLimits.textBytes : lintLimits.headBytes
}

/** Whether a file that is larger than what is read of it may be judged by its beginning. */
const mayBeLarge = (path: string) => mostBytes(path) === lintLimits.headBytes

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function openFile(path: string, { size, bytes, tail }: FileContent): BundleFile {
  const file: BundleFile = { path, size, bytes, tail }
  if (purposeOf(path) !== 'text' || bytes.length < size) return file
  const text = decode(bytes)
  if (text === undefined) return file
  file.text = text
  if (!path.endsWith('.json')) return file
  const read = readJson(text)
  if ('fault' in read) file.jsonFault = read.fault
  else file.json = read.json
  return file
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Not more of one rule on one file than anyone reads, those that refuse first; what is left out is counted. */
function shorten(remarks: readonly Remark[]): readonly Remark[] {
  if (remarks.length <= lintLimits.remarks) return remarks
  const order = { refuse: 0, warn: 1, note: 2 }
  const sorted = [...remarks].sort((a, b) => order[a.severity] - order[b.severity])
  const kept = sorted.slice(0, lintLimits.remarks)
  const left = sorted.slice(lintLimits.remarks)
  return [
    ...kept,
    {
      severity: left[0]?.severity ?? 'note',
      message: `has ${left.length} more like these`,
      next: 'Correct these first.',
    },
  ]
}

/**
 * Reviews a bundle for what could harm those who run it. Nothing is thrown for anything in the bundle, and the work is
 * bounded whatever it holds.
 *
 * @param entries Everything in the bundle's folder, in any order.
 * @param more Whether there was more in the folder than was listed.
 */
export async function lintBundle(entries: readonly BundleEntry[], more = false): Promise<LintReport> {
  const findings: Finding[] = []
  const say = (rule: RuleName, path: string, remarks: readonly Remark[]) => {
    for (const remark of shorten(remarks)) findings.push({ rule, path, ...remark })
  }
  const refuse = (rule: RuleName, path: string, message: string, next: string) =>
    say(rule, path, [{ severity: 'refuse', message, next }])

  const sorted = [...entries].sort((a, b) => comparePaths(a.path, b.path))
  const bytes = sorted.reduce((sum, { size }) => sum + size, 0)
  const files = sorted.filter(({ path }) => path !== manifestPath).length
  const tooMany = more || files > manifestLimits.files
  if (tooMany) {
    refuse(
      'limit',
      '',
      `holds more than ${manifestLimits.files} files`,
      'Leave out what the model does not need to run.',
    )
  }
  const tooMuch = bytes > manifestLimits.totalBytes
  if (tooMuch) {
    refuse(
      'limit',
      '',
      `holds more than ${manifestLimits.totalBytes} bytes`,
      'Leave out what the model does not need to run.',
    )
  }
  if (files === 0) refuse('limit', '', 'holds no files', 'Name the folder that holds the model’s files.')

  const sizes = new Map(sorted.map(({ path, size }) => [path, size]))
  const known = new PathSet()
  const listed: { path: string; size: number; sha256: string }[] = []
  const lintFile = async (entry: BundleEntry): Promise<boolean> => {
    const { path, obstacle } = entry
    let good = true
    const bad = (rule: RuleName, message: string, next: string) => {
      good = false
      refuse(rule, path, message, next)
    }
    if (path !== manifestPath) {
      try {
        checkPath(path)
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error
        bad('path', `cannot be listed: ${(error.details as { reason: string }).reason}`, error.next ?? '')
      }
      const conflict = known.add(path)
      if (conflict !== undefined) bad('path', `cannot be listed: ${conflict.reason}`, conflict.next)
    }
    if (obstacle !== undefined) {
      bad('path', `is ${obstacle}`, 'Put the file itself into the folder.')
      return false
    }
    const largest = path === manifestPath ? manifestLimits.manifestBytes : manifestLimits.fileBytes
    const most = Math.min(mostBytes(path), largest)
    if (entry.size > largest || (entry.size > most && !mayBeLarge(path))) {
      const limit = mayBeLarge(path) ? largest : most
      bad('limit', `has ${entry.size} bytes; the most is ${limit}`, 'Leave out what the model does not need.')
      if (entry.size > largest) return false
    }
    let content: FileContent
    try {
      content = await entry.read(most)
    } catch {
      bad('path', 'cannot be read', 'Make the file readable, and its name UTF-8.')
      return false
    }
    const file = openFile(path, content)
    const isCut = file.bytes.length < file.size
    for (const rule of rules) {
      // Text that was not read to its end is neither text nor not: its size has been refused.
      if (isCut && purposeOf(path) === 'text') continue
      say(
        rule.name,
        path,
        rule.check(file, (other) => sizes.get(other)),
      )
    }
    if (path !== manifestPath) listed.push({ path, size: content.size, sha256: content.sha256 })
    return good
  }

  let whole = !tooMany && !tooMuch && files > 0
  if (!tooMany && !tooMuch) {
    for (const entry of sorted) if (!(await lintFile(entry))) whole = false
  }

  findings.sort(
    (a, b) =>
      comparePaths(a.path, b.path) ||
      compareText(a.rule, b.rule) ||
      compareText(a.at ?? '', b.at ?? '') ||
      compareText(a.message, b.message),
  )
  const report = {
    schema: lintReportSchema,
    rules: lintRules,
    filesRoot: whole ? filesRoot(listed) : null,
    files,
    bytes,
    findings,
    verdict: findings.some(({ severity }) => severity === 'refuse') ? 'refused' : 'fine',
  } as const
  return { ...report, digest: sha256(stringToBytes(canonicalize(report) as string)) }
}
