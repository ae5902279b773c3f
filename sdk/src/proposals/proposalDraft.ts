import type { Address } from 'viem'
import { z } from 'zod'
import { DraftError } from '../errors/DraftError.ts'
import { address, bytes, firstIssue, uint256 } from '../governance/fieldSchemas.ts'
import { proposalId } from '../governance/proposalId.ts'
import type { Action } from './action.ts'

/** The value of `kind` in a file with a proposal that is to be made. */
export const draftKind = 'commonweal-proposal-draft'
/** The value of `version`. A change of meaning gets a new number; readers refuse what they do not know. */
export const draftVersion = 1

/**
 * A proposal that is to be made, whole, for its sponsors to read: from it anyone computes the id that they sign. Whole
 * numbers beyond JavaScript's are strings of decimal digits.
 */
export const draftSchema = z.strictObject({
  kind: z.literal(draftKind),
  version: z.literal(draftVersion),
  chainId: z.int().positive(),
  governor: address,
  /** In full, with whom it is bound to; half a surrogate pair would be hashed as another character. */
  description: z.string().refine((text) => !/\p{Cs}/u.test(text), 'is not Unicode text'),
  actions: z.array(z.strictObject({ target: address, value: uint256, calldata: bytes })).min(1),
})

/** A proposal that is to be made, and where. */
export type ProposalDraft = z.output<typeof draftSchema>

/** The JSON of a {@link ProposalDraft}. */
export type ProposalDraftJson = z.input<typeof draftSchema>

/** Reads a draft from what JSON gave. */
function readDraft(json: unknown): ProposalDraft {
  const { kind, version } = (json ?? {}) as { kind?: unknown; version?: unknown }
  if (kind !== draftKind) {
    throw new DraftError('It is not the draft of a proposal.', {
      code: 'draft_kind',
      details: { expected: draftKind, actual: kind },
      next: 'A draft is what the commands that make proposals write with --draft FILE.',
    })
  }
  if (version !== draftVersion) {
    throw new DraftError(`It has version ${JSON.stringify(version)}, which has no meaning here.`, {
      code: 'draft_version',
      details: { expected: draftVersion, actual: version },
      next: 'Use a newer version of this program.',
    })
  }
  const result = draftSchema.safeParse(json)
  if (result.success) return result.data
  const { field, message } = firstIssue(result.error)
  throw new DraftError(`Its ${field || 'content'} is not valid: ${message}.`, {
    code: 'draft_invalid',
    details: { field },
    next: 'Have whoever proposes write it again, with --draft FILE.',
  })
}

/**
 * Puts a proposal into the form of a draft.
 *
 * @param description In full: see {@link composeDescription}.
 */
export function proposalDraft(draft: {
  chainId: number
  governor: Address
  description: string
  actions: readonly Action[]
}): ProposalDraft {
  return readDraft({
    kind: draftKind,
    version: draftVersion,
    ...draft,
    actions: draft.actions.map((action) => ({ ...action, value: action.value.toString() })),
  })
}

/** A draft as JSON carries it. */
export function proposalDraftToJson(draft: ProposalDraft): ProposalDraftJson {
  return { ...draft, actions: draft.actions.map((action) => ({ ...action, value: action.value.toString() })) }
}

/**
 * Reads a draft.
 *
 * @throws DraftError `draft_syntax`, `draft_kind`, `draft_version` or `draft_invalid`, which names the field.
 */
export function parseProposalDraft(text: string): ProposalDraft {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new DraftError('It is not JSON.', {
      code: 'draft_syntax',
      cause,
      next: 'Have it sent again: the file is cut off or was changed on its way.',
    })
  }
  return readDraft(json)
}

/** The id that the proposal of a draft will have. */
export function draftProposalId({ actions, description }: ProposalDraft): bigint {
  return proposalId(
    {
      targets: actions.map((action) => action.target),
      values: actions.map((action) => action.value),
      calldatas: actions.map((action) => action.calldata),
    },
    description,
  )
}
