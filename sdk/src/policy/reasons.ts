/**
 * Every outcome of a decision. The position of each is its number on chain, and its precedence: of several reasons the
 * first in this list is told. What time does not change comes before what it does, so that a refusal for time alone has
 * an exact end; the audience comes first, so that whoever is outside it learns nothing else.
 */
export const reasons = [
  'ALLOWED',
  'UNKNOWN_POLICY',
  'AUDIENCE',
  'PURPOSE',
  'OUTREACH_ONLY',
  'COMMERCIAL_REFUSED',
  'COMMERCIAL_NOT_GRANTED',
  'DERIVATIVE_REFUSED',
  'DERIVATIVE_NOT_APPROVED',
  'EXPIRED',
  'CLOSED_EARLY',
  'OUT_OF_SEASON',
] as const
/** The outcome of a decision. */
export type Reason = (typeof reasons)[number]
