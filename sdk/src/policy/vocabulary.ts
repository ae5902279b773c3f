/** What a use can be for. The position of each is its bit on chain: append, never reorder. */
export const purposes = [
  'education',
  'language_revitalisation',
  'research',
  'health',
  'decision_support',
  'mutual_aid',
  'creative',
  'commercial',
  'training',
] as const
/** What a use is for. */
export type Purpose = (typeof purposes)[number]

/** What is left of {@link purposes} where a policy is for outreach only. */
export const outreachPurposes: readonly Purpose[] = ['education', 'language_revitalisation']

/** Bits of the audience's terms that need no id: anyone, members, and communities that were given a grant. */
export const audienceKindBits = { anyone: 1, community: 2, grantees: 4 } as const
/** A term of an audience that needs no id. */
export type AudienceKind = keyof typeof audienceKindBits

/** From the strictest; the position of each is its number on chain. */
export const commercialRules = ['refused', 'granted', 'shared'] as const
export type CommercialRule = (typeof commercialRules)[number]

/** From the strictest; the position of each is its number on chain. */
export const derivativeRules = ['refused', 'by_approval', 'reciprocal'] as const
export type DerivativeRule = (typeof derivativeRules)[number]

/** From the strictest; the position of each is its number on chain. */
export const retentionRules = ['none', 'hashes'] as const
export type RetentionRule = (typeof retentionRules)[number]
