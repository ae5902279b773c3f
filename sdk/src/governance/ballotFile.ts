import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { BallotError } from '../errors/BallotError.ts'
import type { Support } from './ballot.ts'
import { address, firstIssue, signature, signatureBytesLimit, uint256 } from './fieldSchemas.ts'
import type { MemberBallot } from './memberBallot.ts'

/** The value of `kind` in a file with one ballot. */
export const ballotKind = 'commonweal-ballot'
/** The value of `kind` in a file with a batch of them. */
export const ballotBatchKind = 'commonweal-ballot-batch'
/** The value of `version`. A change of meaning gets a new number; readers refuse what they do not know. */
export const ballotFileVersion = 1

/** The most that a ballot file may hold. */
export const ballotLimits = {
  /** Bytes of the reason in UTF-8. */
  reasonBytes: 2_000,
  signatureBytes: signatureBytesLimit,
  /** Characters of a file with one ballot, well above what the others allow. */
  fileCharacters: 65_536,
} as const

const bytes = (text: string) => new TextEncoder().encode(text).length

/** A JSON document with one signed ballot. Whole numbers beyond JavaScript's are strings of decimal digits. */
export const ballotFileSchema = z.strictObject({
  kind: z.literal(ballotKind),
  version: z.literal(ballotFileVersion),
  chainId: z.int().positive(),
  governor: address,
  proposalId: uint256,
  support: z.enum(['against', 'for', 'abstain'] satisfies Support[]),
  voter: address,
  /** Half a surrogate pair would be signed as another character than the one that is shown. */
  reason: z
    .string()
    .refine((text) => !/\p{Cs}/u.test(text), 'is not Unicode text')
    .refine(
      (text) => bytes(text) <= ballotLimits.reasonBytes,
      `has more than ${ballotLimits.reasonBytes} bytes`,
    ),
  deadline: uint256,
  signature,
})

/** A signed ballot, and where it counts. */
export type BallotFile = z.output<typeof ballotFileSchema>

/** The JSON of a {@link BallotFile}. */
export type BallotFileJson = z.input<typeof ballotFileSchema>

/** Puts a signed ballot into the form of a file. */
export function ballotFile(
  { chainId, governor }: { chainId: number; governor: Address },
  message: MemberBallot,
  signature: Hex,
): BallotFile {
  return readBallot({
    kind: ballotKind,
    version: ballotFileVersion,
    chainId,
    governor,
    ...message,
    proposalId: message.proposalId.toString(),
    deadline: message.deadline.toString(),
    signature,
  })
}

/** A ballot as JSON carries it. */
export function ballotFileToJson(file: BallotFile): BallotFileJson {
  return { ...file, proposalId: file.proposalId.toString(), deadline: file.deadline.toString() }
}

/** Many ballots in one document, as it is handed on to whoever brings them in. */
export function ballotBatchToJson(files: readonly BallotFile[]) {
  return { kind: ballotBatchKind, version: ballotFileVersion, ballots: files.map(ballotFileToJson) } as const
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BallotError('It is not JSON.', {
      code: 'ballot_syntax',
      cause,
      next: 'Have the ballot sent again: the file is cut off or was changed on its way.',
    })
  }
}

function requireVersion(version: unknown): void {
  if (version === ballotFileVersion) return
  throw new BallotError(`It has version ${JSON.stringify(version)}, which has no meaning here.`, {
    code: 'ballot_version',
    details: { expected: ballotFileVersion, actual: version },
    next: 'Use a newer version of this program.',
  })
}

/** Reads a ballot from what JSON gave. */
function readBallot(json: unknown): BallotFile {
  const { kind, version } = (json ?? {}) as { kind?: unknown; version?: unknown }
  if (kind !== ballotKind) {
    throw new BallotError('It is not a ballot.', {
      code: 'ballot_kind',
      details: { expected: ballotKind, actual: kind },
      next: 'A ballot is what `ballot sign` writes.',
    })
  }
  requireVersion(version)
  const result = ballotFileSchema.safeParse(json)
  if (result.success) return result.data
  const { field, message } = firstIssue(result.error)
  throw new BallotError(`Its ${field || 'content'} is not valid: ${message}.`, {
    code: 'ballot_invalid',
    details: { field },
    next: 'Have it signed again with `ballot sign`.',
  })
}

/**
 * Reads one ballot. Says nothing yet of whether it may be counted: see {@link checkBallot}.
 *
 * @throws BallotError `ballot_too_large`, `ballot_syntax`, `ballot_kind`, `ballot_version` or `ballot_invalid`, which
 * names the field.
 */
export function parseBallotFile(text: string): BallotFile {
  if (text.length > ballotLimits.fileCharacters) {
    throw new BallotError(
      `It has ${text.length} characters; a ballot has ${ballotLimits.fileCharacters} at most.`,
      {
        code: 'ballot_too_large',
      },
    )
  }
  return readBallot(parseJson(text))
}

/** A ballot of a batch: read, or the reason why it cannot be. */
export type BatchEntry = { ballot: BallotFile } | { error: BallotError }

/**
 * Reads a file that holds one ballot, or a batch of them. A ballot that cannot be read does not keep the others of its
 * batch from being read.
 *
 * @throws BallotError Where the file is neither.
 */
export function parseBallots(text: string): BatchEntry[] {
  const json = parseJson(text)
  const { kind, version, ballots } = (json ?? {}) as { kind?: unknown; version?: unknown; ballots?: unknown }
  if (kind !== ballotBatchKind) return [{ ballot: parseBallotFile(text) }]
  requireVersion(version)
  if (!Array.isArray(ballots)) {
    throw new BallotError('It is a batch without a list of ballots.', {
      code: 'ballot_invalid',
      details: { field: 'ballots' },
      next: 'Make it again with `ballot collect`.',
    })
  }
  return ballots.map((each): BatchEntry => {
    try {
      return { ballot: readBallot(each) }
    } catch (error) {
      return { error: error as BallotError }
    }
  })
}
