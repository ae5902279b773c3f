import type { Address, Hex } from 'viem'
import { z } from 'zod'
import { SponsorshipError } from '../errors/SponsorshipError.ts'
import { address, firstIssue, signature, uint256 } from './fieldSchemas.ts'
import type { Sponsorship } from './sponsorship.ts'

/** The value of `kind` in a file with a sponsorship. */
export const sponsorshipKind = 'commonweal-sponsorship'
/** The value of `version`. A change of meaning gets a new number; readers refuse what they do not know. */
export const sponsorshipFileVersion = 1
/** Characters of a file, well above what its fields allow. */
export const sponsorshipFileCharacters = 65_536

/** A JSON document with one signed sponsorship. Whole numbers beyond JavaScript's are strings of decimal digits. */
export const sponsorshipFileSchema = z.strictObject({
  kind: z.literal(sponsorshipKind),
  version: z.literal(sponsorshipFileVersion),
  chainId: z.int().positive(),
  governor: address,
  proposalId: uint256,
  sponsor: address,
  deadline: uint256,
  signature,
})

/** A signed sponsorship, and where it counts. */
export type SponsorshipFile = z.output<typeof sponsorshipFileSchema>

/** The JSON of a {@link SponsorshipFile}. */
export type SponsorshipFileJson = z.input<typeof sponsorshipFileSchema>

const again = 'Have it signed again with `proposal sponsor`.'

/** Reads a sponsorship from what JSON gave. */
function readSponsorship(json: unknown): SponsorshipFile {
  const { kind, version } = (json ?? {}) as { kind?: unknown; version?: unknown }
  if (kind !== sponsorshipKind) {
    throw new SponsorshipError('It is not a sponsorship.', {
      code: 'sponsorship_kind',
      details: { expected: sponsorshipKind, actual: kind },
      next: 'A sponsorship is what `proposal sponsor` writes.',
    })
  }
  if (version !== sponsorshipFileVersion) {
    throw new SponsorshipError(`It has version ${JSON.stringify(version)}, which has no meaning here.`, {
      code: 'sponsorship_version',
      details: { expected: sponsorshipFileVersion, actual: version },
      next: 'Use a newer version of this program.',
    })
  }
  const result = sponsorshipFileSchema.safeParse(json)
  if (result.success) return result.data
  const { field, message } = firstIssue(result.error)
  throw new SponsorshipError(`Its ${field || 'content'} is not valid: ${message}.`, {
    code: 'sponsorship_invalid',
    details: { field },
    next: again,
  })
}

/** Puts a signed sponsorship into the form of a file. */
export function sponsorshipFile(
  { chainId, governor }: { chainId: number; governor: Address },
  message: Sponsorship,
  signature: Hex,
): SponsorshipFile {
  return readSponsorship({
    kind: sponsorshipKind,
    version: sponsorshipFileVersion,
    chainId,
    governor,
    ...message,
    proposalId: message.proposalId.toString(),
    deadline: message.deadline.toString(),
    signature,
  })
}

/** A sponsorship as JSON carries it. */
export function sponsorshipFileToJson(file: SponsorshipFile): SponsorshipFileJson {
  return { ...file, proposalId: file.proposalId.toString(), deadline: file.deadline.toString() }
}

/**
 * Reads a sponsorship. Says nothing yet of whether it holds: see {@link checkSponsorship}.
 *
 * @throws SponsorshipError `sponsorship_too_large`, `sponsorship_syntax`, `sponsorship_kind`, `sponsorship_version` or
 * `sponsorship_invalid`, which names the field.
 */
export function parseSponsorshipFile(text: string): SponsorshipFile {
  if (text.length > sponsorshipFileCharacters) {
    throw new SponsorshipError(
      `It has ${text.length} characters; a sponsorship has ${sponsorshipFileCharacters} at most.`,
      { code: 'sponsorship_too_large' },
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new SponsorshipError('It is not JSON.', { code: 'sponsorship_syntax', cause, next: again })
  }
  return readSponsorship(json)
}
