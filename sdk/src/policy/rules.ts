import type { Address, Hex } from 'viem'

/** A policy's rules as the contracts take them. Zero stands for none. */
export type Rules = {
  readonly audience: readonly {
    /** `audienceKindBits`. */
    readonly kinds: number
    /** `roleBits`. */
    readonly roles: number
    /** Ascending. */
    readonly groups: readonly Hex[]
  }[]
  /** Bit i: `purposes[i]`. */
  readonly purposes: number
  /** Position in `commercialRules`. */
  readonly commercial: number
  readonly shareBps: number
  /** Position in `derivativeRules`. */
  readonly derivatives: number
  readonly outreachOnly: boolean
  /** Position in `retentionRules`. */
  readonly retention: number
  readonly consentThreshold: number
  /** Unix seconds. */
  readonly expiresAt: number
  readonly season: {
    /** Minutes. */
    readonly utcOffset: number
    /** Bits of the days 0 to 255 of a leap year. */
    readonly first: bigint
    /** Bits of the days from 256 on. */
    readonly last: bigint
  }
  readonly custodian: Address
  readonly attribution: Hex
  readonly document: Hex
  /** Ascending. */
  readonly labels: readonly Hex[]
}

/** How many days of a season are in `first`. */
export const firstDays = 256n
