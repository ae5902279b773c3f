import { isAlias, isNode, parseDocument, visit } from 'yaml'
import { ManifestError } from '../errors/ManifestError.ts'

/** Where a Hugging Face repository keeps its model card. */
export const cardPath = 'README.md'

/** Headers with the results of large benchmarks have some hundred kilobytes; no header needs more. */
const headerBytes = 262_144

/** A model card in its two parts. */
export type ModelCard = {
  /** What stands between the two lines of `---`, by key. */
  header: ReadonlyMap<string, unknown>
  /** The Markdown below, lines ending in `\n`. */
  body: string
}

/** An error about the model card. */
export function cardError(reason: string, next: string, cause?: unknown): ManifestError {
  return new ManifestError(`"${cardPath}": ${reason}.`, {
    code: 'card_refused',
    path: cardPath,
    next,
    cause,
    details: { reason },
  })
}

/**
 * Splits a model card, and reads its header as the plain data it is: YAML 1.2, so that `no` is a language and not a
 * refusal, without aliases, tags, or a key that stands twice.
 *
 * @throws ManifestError `card_refused`.
 */
export function readModelCard(bytes: Uint8Array): ModelCard {
  const lines = decode(bytes)
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
  if (lines[0]?.trimEnd() !== '---') {
    throw cardError(
      'it does not start with a YAML header',
      'Start it with the header that Hugging Face asks for, between two lines of "---".',
    )
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  if (end < 0) throw cardError('its header does not end', 'Close the header with a line of "---".')
  return { header: readHeader(lines.slice(1, end).join('\n')), body: lines.slice(end + 1).join('\n') }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw cardError('it is not UTF-8 text', 'Save it as UTF-8.', cause)
  }
}

function readHeader(text: string): ReadonlyMap<string, unknown> {
  if (new TextEncoder().encode(text).length > headerBytes) {
    throw cardError(
      `its header is longer than ${headerBytes} bytes`,
      'Move what is long into the text below.',
    )
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split('\n').length + 1
    throw cardError(
      `its header is not plain YAML: ${fault.message} (line ${line})`,
      'Correct the header.',
      fault,
    )
  }
  visit(document, (_, node) => {
    if (!isNode(node)) return
    // A few aliases of aliases would unfold to more than any machine holds, and tags choose how text is read.
    if (isAlias(node) || ('anchor' in node && node.anchor !== undefined)) {
      throw cardError('its header uses an anchor or alias', 'Write the value out in each place.')
    }
    if (node.tag !== undefined) throw cardError(`its header uses the tag ${node.tag}`, 'Leave the tag out.')
  })
  const value: unknown = document.toJS({ maxAliasCount: 0, mapAsMap: true })
  if (value === null) return new Map()
  if (!(value instanceof Map))
    throw cardError('its header is not a list of keys', 'Write "key: value" lines.')
  return new Map([...value].map(([key, each]) => [String(key), each]))
}
