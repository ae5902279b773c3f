/** Every type of label and notice that the Local Contexts Hub has, as it spells them, by family. */
export const labelTypes = {
  tk: [
    'attribution',
    'clan',
    'family',
    'tk_multiple_community',
    'community_voice',
    'creative',
    'verified',
    'non_verified',
    'seasonal',
    'women_general',
    'men_general',
    'men_restricted',
    'women_restricted',
    'culturally_sensitive',
    'secret_sacred',
    'commercial',
    'non_commercial',
    'community_use_only',
    'outreach',
    'open_to_collaboration',
  ],
  bc: [
    'provenance',
    'multiple_community',
    'clan',
    'consent_verified',
    'consent_non_verified',
    'collaboration',
    'commercialization',
    'research',
    'outreach',
    'non_commercial',
  ],
  notice: ['traditional_knowledge', 'biocultural', 'attribution_incomplete', 'open_to_collaborate'],
} as const

/** Traditional Knowledge Labels, Biocultural Labels, Notices. */
export type LabelFamily = keyof typeof labelTypes

/** Types whose very name tells what is to be kept. */
const restrictedTypes: readonly string[] = ['men_restricted', 'women_restricted', 'secret_sacred']

/** Whether the Hub is known to have a type. */
export function isKnownLabelType(family: LabelFamily, type: string): boolean {
  return (labelTypes[family] as readonly string[]).includes(type)
}

/** Whether the name of a label must not be shown to who is outside: in no list, and on no chain. */
export function isRestrictedLabel(family: LabelFamily, type: string): boolean {
  return family === 'tk' && restrictedTypes.includes(type)
}
