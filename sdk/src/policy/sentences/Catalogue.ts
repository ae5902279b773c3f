import type { Role } from '../../governance/roles.ts'
import type { Reason } from '../reasons.ts'
import type { AudienceKind, CommercialRule, DerivativeRule, Purpose, RetentionRule } from '../vocabulary.ts'

/**
 * Every sentence about policies in one language, for people who never saw a blockchain. A language that lacks one does
 * not compile. Lists, dates and numbers come in already written; null stands for what there is not.
 */
export type Catalogue = {
  /** BCP 47; decides how dates, numbers and lists are written. */
  readonly locale: string
  /** A day, in a sentence where something lasts until it or begins with it. */
  readonly day: (date: string) => string
  /** A time of day. */
  readonly time: (date: string, clock: string, utcOffset: string) => string
  readonly audience: {
    readonly nobody: string
    readonly anyone: string
    readonly only: (people: string) => string
    readonly also: (people: string) => string
    readonly people: Readonly<Record<Exclude<AudienceKind, 'anyone'> | Role, string>>
    readonly group: (id: string) => string
  }
  readonly purposes: (list: string | null) => string
  readonly purpose: Readonly<Record<Purpose, string>>
  readonly commercial: Readonly<Record<CommercialRule, string>>
  readonly share: (percent: string | null) => string
  readonly derivatives: Readonly<Record<DerivativeRule, string>>
  readonly season: {
    readonly always: string
    readonly never: string
    readonly during: (windows: string, utcOffset: string) => string
    readonly window: (from: string, to: string) => string
    readonly day: (date: string) => string
  }
  readonly closedUntil: (time: string | null) => string
  readonly consent: (elders: number) => string
  readonly attribution: (isAsked: boolean) => string
  readonly outreachOnly: (isSo: boolean) => string
  readonly expiresAt: (time: string | null) => string
  readonly custodian: (address: string | null) => string
  readonly retention: Readonly<Record<RetentionRule, string>>
  readonly labels: (count: number) => string
  readonly document: (isThere: boolean) => string
  readonly parents: (count: number) => string
  readonly decision: Readonly<Record<Reason, (until: string | null) => string>>
}
