/**
 * The IRI of what ODRL has no term for, described in sdk/docs/odrl.md. A change of meaning gets a new number.
 */
export const odrlProfile = 'urn:commonweal:odrl:1'

/** Left operands of the profile. */
export type ProfileOperand =
  | 'season'
  | 'commercial'
  | 'commercialGrant'
  | 'derivative'
  | 'derivativeApproval'
  | 'retention'
  | 'elders'
  | 'revenueShare'
  | 'attributionText'

/** The IRI of a term of the profile. */
export const profileTerm = (name: ProfileOperand): string => `${odrlProfile}:${name}`
