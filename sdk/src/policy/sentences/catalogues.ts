import type { Catalogue } from './Catalogue.ts'
import { english } from './english.ts'
import { spanish } from './spanish.ts'

/** Every language that sentences can be had in. */
export const catalogues = { en: english, es: spanish } satisfies Record<string, Catalogue>
/** A language that sentences can be had in. */
export type Language = keyof typeof catalogues
