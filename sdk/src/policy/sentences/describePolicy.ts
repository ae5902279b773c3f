import type { Hex } from 'viem'
import type { Role } from '../../governance/roles.ts'
import { policyParts } from '../policyParts.ts'
import type { AudienceTerm, Policy } from '../policySchema.ts'
import { type SeasonWindow, windowsOfDays } from '../seasonWindows.ts'
import { formatUtcOffset } from '../utcOffset.ts'
import { type AudienceKind, purposes } from '../vocabulary.ts'
import type { Catalogue } from './Catalogue.ts'
import { catalogues, type Language } from './catalogues.ts'
import { policyUtcOffset } from './policyUtcOffset.ts'
import { writeTime } from './writeTime.ts'

/** What one rule of a policy says. */
export type PolicySentence = {
  /** The policy whose rule it is: the one described, or one it descends from. */
  policyId: Hex
  /** The field of the policy. */
  rule: Exclude<keyof Policy, 'policyId' | 'communityId'>
  text: string
}

/** Long ids are recognised by their ends. */
const shorten = (id: string) => `${id.slice(0, 6)}…${id.slice(-4)}`

const list = ({ locale }: Catalogue, type: 'conjunction' | 'disjunction', items: readonly string[]) =>
  new Intl.ListFormat(locale, { type }).format(items)

function describeAudience(catalogue: Catalogue, audience: Policy['audience']): string[] {
  const { audience: words } = catalogue
  const people = (term: AudienceTerm) =>
    term in words.people
      ? words.people[term as Exclude<AudienceKind, 'anyone'> | Role]
      : words.group(shorten(term))
  if (audience.length === 0 || audience.some(({ anyOf }) => anyOf.length === 0)) return [words.nobody]
  const [first, ...more] = audience
    .filter(({ anyOf }) => !anyOf.includes('anyone'))
    .map(({ anyOf }) => list(catalogue, 'disjunction', anyOf.map(people)))
  if (first === undefined) return [words.anyone]
  return [words.only(first), ...more.map(words.also)]
}

function describeSeason(catalogue: Catalogue, season: Policy['season']): string {
  const { season: words, locale } = catalogue
  if (season === null) return words.always
  const windows = windowsOfDays(season.days)
  if (windows.length === 0) return words.never
  const date = (monthDay: string) =>
    // A leap year, which has every day.
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(`2000-${monthDay}T00:00:00Z`),
    )
  const describe = ({ from, to }: SeasonWindow) =>
    from === to ? words.day(date(from)) : words.window(date(from), date(to))
  return words.during(
    list(catalogue, 'conjunction', windows.map(describe)),
    formatUtcOffset(season.utcOffset),
  )
}

function describePart(policy: Policy, language: Language, utcOffset: number): PolicySentence[] {
  const catalogue = catalogues[language]
  const time = (at: number | null) => (at === null ? null : writeTime(at, utcOffset, language))
  const named = purposes.filter((purpose) => policy.purposes.includes(purpose))
  const percent = new Intl.NumberFormat(catalogue.locale, { style: 'percent', maximumFractionDigits: 2 })
  const texts: { [Rule in PolicySentence['rule']]: string | readonly string[] } = {
    audience: describeAudience(catalogue, policy.audience),
    purposes: catalogue.purposes(
      named.length === 0
        ? null
        : list(
            catalogue,
            'conjunction',
            named.map((purpose) => catalogue.purpose[purpose]),
          ),
    ),
    outreachOnly: catalogue.outreachOnly(policy.outreachOnly),
    commercial: catalogue.commercial[policy.commercial],
    share:
      policy.commercial === 'refused'
        ? []
        : catalogue.share(policy.share === 0 ? null : percent.format(policy.share / 10_000)),
    derivatives: catalogue.derivatives[policy.derivatives],
    season: describeSeason(catalogue, policy.season),
    closedUntil: catalogue.closedUntil(time(policy.closedUntil)),
    expiresAt: catalogue.expiresAt(time(policy.expiresAt)),
    consent: catalogue.consent(policy.consent),
    attribution: catalogue.attribution(policy.attribution !== null),
    custodian: catalogue.custodian(policy.custodian === null ? null : shorten(policy.custodian)),
    retention: catalogue.retention[policy.retention],
    labels: catalogue.labels(policy.labels.length),
    document: catalogue.document(policy.document !== null),
    parents: catalogue.parents(policy.parents.length),
  }
  return Object.entries(texts).flatMap(([rule, some]) =>
    [some].flat().map((text) => ({ policyId: policy.policyId, rule: rule as PolicySentence['rule'], text })),
  )
}

/** Every rule of a policy in sentences, then those of all it descends from, which hold too. */
export function describePolicy(policy: Policy, language: Language): PolicySentence[] {
  const utcOffset = policyUtcOffset(policy)
  return policyParts(policy).flatMap((part) => describePart(part, language, utcOffset))
}
