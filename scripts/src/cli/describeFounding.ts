import type { Founding } from '../actions/foundCommunity.ts'
import type { CommunityRules } from '../actions/readConstitution.ts'
import { formatDuration, formatTime } from './formatTime.ts'
import { plural } from './plural.ts'

type Rules = Pick<Founding, 'settings' | 'membership' | 'treasury' | 'timelockDelay'>
type Thresholds = { consentThreshold: number; vetoThreshold: number }

const percent = (basisPoints: number) => `${basisPoints / 100} %`
const elders = (count: number) => plural(count, 'elder')

/** How a community decides, in sentences. */
function describeVoting({ settings, timelockDelay }: Rules): string[] {
  return [
    settings.proposalThreshold === 1
      ? 'Any member may propose.'
      : `It takes ${settings.proposalThreshold} members together to propose.`,
    `Voting opens ${formatDuration(settings.votingDelay)} after a proposal and lasts ${formatDuration(settings.votingPeriod)}.`,
    ...(settings.lateQuorumVoteExtension > 0
      ? [
          `Whatever vote completes the quorum, at least ${formatDuration(settings.lateQuorumVoteExtension)} of voting follow it.`,
        ]
      : []),
    `A proposal passes with more votes for than against, when ${percent(settings.quorumBps)} of the members vote for it or abstain, and at least ${settings.minimumVoters} vote.`,
    `What has passed waits ${formatDuration(timelockDelay)} before it is carried out, so that who disagrees can leave first.`,
    settings.reproposalCooldown === 0
      ? 'What was voted down can be proposed again at once.'
      : `What was voted down cannot be proposed again for ${formatDuration(settings.reproposalCooldown)}.`,
    'A member may lend its vote to another member, and take it back at any time.',
  ]
}

/** What may leave the treasury, and what takes more than a majority. */
function describeTreasury({ settings, treasury }: Rules): string[] {
  const most = `a super-majority, ${percent(settings.superMajorityBps)} of the votes for and against`
  const spending =
    treasury.capBps === 10_000
      ? 'An ordinary majority may spend everything in the treasury.'
      : treasury.capBps === 0
        ? `Nothing leaves the treasury by ordinary majority; spending takes ${most}.`
        : `An ordinary majority may spend ${percent(treasury.capBps)} of each token in the treasury in ${formatDuration(treasury.period)}; more takes ${most}.`
  return [
    spending,
    treasury.capBps === 10_000
      ? `To change who carries out what is decided, or to make a super-majority smaller, takes ${most}.`
      : 'It also takes one to loosen that limit, to change who carries out what is decided, or to make a super-majority smaller.',
  ]
}

/** How people come in, and how they get back a key they lost. */
function describeMembership({ membership }: Rules): string[] {
  const { needed, period } = membership.vouching
  return [
    needed === 0
      ? 'New members are let in by vote.'
      : `New members are let in by vote, or when ${needed} members vouch for them; a vouch counts for ${formatDuration(period)}.`,
    'Whoever joins has no say on what was proposed before. Anyone may leave at any time.',
    `Who has lost a key gets its membership back through guardians it chose, or by vote; the old key can stop that for ${formatDuration(membership.recoveryDelay)}.`,
  ]
}

/** How many elders make a consent. Policies say it for what they ask; the council's own number is for the rest. */
export const describeConsentRule = ({ consentThreshold }: Thresholds) =>
  `A model needs the consent of as many elders as its policy says, and so does loosening that policy; any other consent takes ${elders(consentThreshold)}.`

/** @param until How long they may veto, as it would follow "may": `until …`. */
const describeVeto = ({ vetoThreshold }: Thresholds, until: string) =>
  `${elders(vetoThreshold)} may veto, with a public reason, what was voted and waits, ${until}; then that ends, unless a vote renews it.`

const noVeto = 'Elders cannot veto what was voted; a vote can give them that power.'

/** How long the elders of a community may veto what was voted, at the chain's time `now` in Unix seconds. */
export function describeVetoPower(council: Thresholds & { vetoExpiresAt: number }, now: number): string {
  const { vetoExpiresAt, vetoThreshold } = council
  if (vetoExpiresAt >= now) return describeVeto(council, `until ${formatTime(vetoExpiresAt)}`)
  if (vetoExpiresAt === 0) return noVeto
  return `Elders cannot veto what was voted any more: that power, which took ${elders(vetoThreshold)}, ended at ${formatTime(vetoExpiresAt)}. A vote can renew it.`
}

/** The rules of a community as they stand, in sentences, at the chain's time `now` in Unix seconds. */
export function describeRules(rules: CommunityRules, now: number): string[] {
  const { council } = rules
  return [
    ...describeVoting(rules),
    `A member may have ${plural(rules.maxOpenProposals, 'proposal')} open at a time. What has passed expires when it is not queued within ${formatDuration(rules.gracePeriod)}, or not carried out within as long after its wait.`,
    ...describeTreasury(rules),
    ...describeMembership(rules),
    ...(council === undefined
      ? ['It has no council of elders.']
      : [describeConsentRule(council), describeVetoPower(council, now)]),
  ]
}

/** Everything that a community would have, in plain words. */
export function describeFounding(founding: Founding, charter: string): string[] {
  const { council } = founding
  const had = founding.founders.filter(({ roles }) => roles.includes('elder')).length
  const lacking = Math.max(council.consentThreshold, council.vetoTerm === 0 ? 0 : council.vetoThreshold)
  return [
    `${founding.name} starts with ${plural(founding.founders.length, 'member')}:`,
    ...founding.founders.map(
      ({ account, roles }) => `  ${account}${roles.length === 0 ? '' : `, ${roles.join(' and ')}`}`,
    ),
    ...describeVoting(founding),
    ...describeTreasury(founding),
    ...describeMembership(founding),
    describeConsentRule(council),
    council.vetoTerm === 0
      ? noVeto
      : describeVeto(council, `for the first ${formatDuration(council.vetoTerm)}`),
    ...(lacking > had
      ? [`It starts with ${elders(had)}, fewer than that takes: the others have to be chosen by vote first.`]
      : []),
    `Its charter has ${charter.length} characters (sha256 ${founding.charterDigest}).`,
    'No key is left: whoever sends the transaction gains nothing by it, and only the members decide, by vote.',
  ]
}
