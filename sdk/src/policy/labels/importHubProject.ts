import { z } from 'zod'
import { LabelError } from '../../errors/LabelError.ts'
import { firstFault } from '../firstFault.ts'
import type { LabelReference } from './commitLabel.ts'
import { isKnownLabelType, isRestrictedLabel, type LabelFamily } from './labelTypes.ts'

/** A label's or notice's words in one language. */
export type LabelText = { readonly language: string; readonly name: string; readonly text: string }

/** A label or notice as a community made it: shown, never interpreted. */
export type HubLabel = LabelReference & {
  /** Whether the type is one that this version knows. Those it does not are kept all the same. */
  readonly isKnown: boolean
  /** Whether its name must not be shown to who is outside. */
  readonly isRestricted: boolean
  /** Whose label it is; null for notices, which institutions and researchers set. */
  readonly community: string | null
  /** In the language of its community first. */
  readonly texts: readonly LabelText[]
}

/** What of a project of the Local Contexts Hub is referenced. */
export type HubProject = {
  readonly uniqueId: string
  readonly title: string
  readonly privacy: string
  readonly labels: readonly HubLabel[]
}

// The Hub may say more with every version; what is not referenced is passed over.
const words = z.string().nullish()
const id = z.string().min(1)

const translations = z
  .array(
    z.object({
      language: words,
      language_tag: words,
      translated_name: words,
      translated_text: words,
    }),
  )
  .nullish()

const label = z.object({
  unique_id: id,
  label_type: words,
  name: words,
  language: words,
  language_tag: words,
  label_text: words,
  community: z.union([z.string(), z.object({ name: z.string() })]).nullish(),
  translations,
})

const notice = z.object({
  unique_id: id.nullish(),
  notice_type: words,
  name: words,
  default_text: words,
  translations,
})

const project = z.object({
  unique_id: id,
  title: words,
  project_privacy: words,
  notice: z.array(notice).nullish(),
  bc_labels: z.array(label).nullish(),
  tk_labels: z.array(label).nullish(),
})

function readTexts(own: LabelText, others: z.output<typeof translations>): LabelText[] {
  return [
    own,
    ...(others ?? []).map((other) => ({
      language: other.language_tag || other.language || '',
      name: other.translated_name ?? '',
      text: other.translated_text ?? '',
    })),
  ]
}

function about(family: LabelFamily, type: string) {
  return {
    family,
    type,
    isKnown: isKnownLabelType(family, type),
    isRestricted: isRestrictedLabel(family, type),
  }
}

function readLabel(family: LabelFamily, one: z.output<typeof label>): HubLabel {
  return {
    ...about(family, one.label_type ?? ''),
    uniqueId: one.unique_id,
    community: (typeof one.community === 'object' ? one.community?.name : one.community) ?? null,
    texts: readTexts(
      { language: one.language_tag || one.language || '', name: one.name ?? '', text: one.label_text ?? '' },
      one.translations,
    ),
  }
}

function readNotice(projectId: string, one: z.output<typeof notice>): HubLabel {
  return {
    ...about('notice', one.notice_type ?? ''),
    // The Hub gives notices no id of their own: a project has each type once.
    uniqueId: one.unique_id ?? projectId,
    community: null,
    // The Hub writes them in English.
    texts: readTexts(
      { language: 'en', name: one.name ?? '', text: one.default_text ?? '' },
      one.translations,
    ),
  }
}

/**
 * Reads which labels and notices a project of the Local Contexts Hub carries, from what its API v2 answers for
 * `/projects/<unique_id>/`.
 *
 * @throws LabelError `hub_project_invalid`, which names the place.
 */
export function importHubProject(json: unknown): HubProject {
  const result = project.safeParse(json)
  if (!result.success) {
    const { at, why } = firstFault(result.error)
    throw new LabelError(
      `This is no project of the Local Contexts Hub${at === '' ? '' : ` at ${at}`}: ${why}.`,
      {
        code: 'hub_project_invalid',
        at,
        next: 'Take what the Hub answers for one project: /api/v2/projects/ID/.',
      },
    )
  }
  const { unique_id: uniqueId, title, project_privacy: privacy, notice, bc_labels, tk_labels } = result.data
  return {
    uniqueId,
    title: title ?? '',
    privacy: privacy ?? '',
    labels: [
      ...(tk_labels ?? []).map((one) => readLabel('tk', one)),
      ...(bc_labels ?? []).map((one) => readLabel('bc', one)),
      ...(notice ?? []).map((one) => readNotice(uniqueId, one)),
    ],
  }
}
