import { readFile } from 'node:fs/promises'
import type { FactoryFloors } from '../actions/readFloors.ts'
import { formatDuration } from './formatTime.ts'
import { type FoundingFile, foundingBounds, foundingDefaults, foundingSchema } from './foundingSchema.ts'
import { parseDuration } from './parseDuration.ts'
import { parseAddress } from './readAddress.ts'

/** Whoever answers: a person at a terminal. */
export type Ask = {
  /** Asks until `check` has no objection; an empty answer is the default. */
  text(
    question: string,
    options: {
      default?: string
      check: (answer: string) => string | undefined | Promise<string | undefined>
    },
  ): Promise<string>
  confirm(question: string, options: { default: boolean }): Promise<boolean>
}

type Bounds = readonly [number, number]

/** The bounds of everywhere, narrowed by the least value of this factory. */
const atLeast = ([least, most]: Bounds, floor: number): Bounds => [Math.max(least, floor), most]

function askerOf(ask: Ask) {
  /** Asks for a value that `read` makes of the answer, within bounds that `write` puts in words. */
  const bounded = async (
    question: string,
    initial: number,
    [least, most]: Bounds,
    read: (answer: string) => number | undefined,
    write: (value: number) => string,
    wanted: string,
  ): Promise<number> => {
    const start = Math.min(Math.max(initial, least), most)
    const answer = await ask.text(question, {
      default: write(start),
      check: (given) => {
        const value = read(given)
        if (value === undefined) return `That is not ${wanted}.`
        if (value < least) return `The least is ${write(least)}.`
        if (value > most) return `The most is ${write(most)}.`
        return undefined
      },
    })
    return read(answer) as number
  }
  return {
    duration: (question: string, initial: number, bounds: Bounds) =>
      bounded(
        question,
        initial,
        bounds,
        parseDuration,
        formatDuration,
        'a duration such as "2 days" or "12 hours"',
      ),
    percent: (question: string, initial: number, bounds: Bounds) =>
      bounded(
        question,
        initial,
        bounds,
        (answer) => {
          const digits = /^([0-9]{1,3}(\.[0-9]{1,2})?) *%?$/.exec(answer.trim())?.[1]
          return digits === undefined ? undefined : Number(digits)
        },
        (value) => `${value} %`,
        'a percentage, with two decimals at most',
      ),
    count: (question: string, initial: number, bounds: Bounds) =>
      bounded(
        question,
        initial,
        bounds,
        (answer) => (/^[0-9]{1,10}$/.test(answer.trim()) ? Number(answer) : undefined),
        String,
        'a whole number',
      ),
  }
}

const roleNames = ['elder', 'steward', 'treasurer'] as const
type RoleName = (typeof roleNames)[number]

const readRoles = (answer: string) =>
  answer
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== 'none' && word !== 'and')

async function askFounders(ask: Ask): Promise<FoundingFile['founders']> {
  const founders: FoundingFile['founders'] = []
  for (;;) {
    const first = founders.length === 0
    const answer = await ask.text(
      first ? 'Address of the first member' : 'Address of another member (nothing: no more)',
      {
        check: (given) => {
          if (given.trim() === '') return first ? 'A community needs at least one member.' : undefined
          const account = parseAddress(given.trim())
          if (account === undefined)
            return 'That is not an address: 0x and 40 hexadecimal digits, copied whole.'
          return founders.some((founder) => founder.account === account) ? 'It is named already.' : undefined
        },
      },
    )
    const account = parseAddress(answer.trim())
    if (account === undefined) return founders
    const roles = await ask.text(`Its roles, of ${roleNames.join(', ')} (nothing: none)`, {
      check: (given) => {
        const unknown = readRoles(given).find((word) => !roleNames.some((name) => name === word))
        return unknown === undefined ? undefined : `There is no role ${JSON.stringify(unknown)}.`
      },
    })
    const named = readRoles(roles) as RoleName[]
    founders.push({ account, roles: roleNames.filter((name) => named.includes(name)) })
  }
}

async function askCharter(ask: Ask): Promise<string> {
  let text = ''
  await ask.text('File with the text of the charter', {
    check: async (path) => {
      try {
        text = await readFile(path.trim(), 'utf8')
      } catch {
        return `${path.trim() === '' ? 'It' : path.trim()} cannot be read.`
      }
      const result = foundingSchema.shape.charter.safeParse(text)
      return result.success ? undefined : 'It is empty, or has more than a million characters.'
    },
  })
  return text
}

/**
 * Asks for everything that a community starts with, question by question, each with a default. What is out of bounds is
 * asked again, with the reason.
 *
 * @param floors The least values of the factory.
 */
export async function askFounding(ask: Ask, floors: FactoryFloors): Promise<FoundingFile> {
  const { duration, percent, count } = askerOf(ask)
  const bounds = foundingBounds
  const name = await ask.text('Name of the community', {
    check: (answer) =>
      foundingSchema.shape.name.safeParse(answer.trim()).success ? undefined : 'A name has 1 to 64 bytes.',
  })
  const charter = await askCharter(ask)
  const founders = await askFounders(ask)
  const people = founders.length
  const initial = foundingDefaults
  const settings = {
    proposalThreshold: await count(
      'How many members does it take to propose?',
      initial.proposalThreshold,
      bounds.proposalThreshold,
    ),
    votingDelay: await duration(
      'How long after a proposal does voting open?',
      initial.votingDelay,
      atLeast(bounds.duration, floors.votingDelay),
    ),
    votingPeriod: await duration(
      'How long is voting open?',
      initial.votingPeriod,
      atLeast(bounds.votingPeriod, floors.votingPeriod),
    ),
    lateQuorumVoteExtension: await duration(
      'How much voting follows the vote that completes the quorum, at least?',
      initial.lateQuorumVoteExtension,
      bounds.duration,
    ),
    quorumPercent: await percent(
      'Which share of the members has to vote for or abstain?',
      initial.quorumPercent,
      atLeast(bounds.percent, floors.quorumBps / 100),
    ),
    minimumVoters: await count(
      'How many members have to vote, whatever the share says?',
      Math.min(people, initial.minimumVoters),
      bounds.voters,
    ),
    timelockDelay: await duration(
      'How long does what has passed wait before it is carried out?',
      initial.timelockDelay,
      atLeast(bounds.duration, floors.timelockDelay),
    ),
    reproposalCooldown: await duration(
      'How long can what was voted down not be proposed again?',
      initial.reproposalCooldown,
      bounds.duration,
    ),
    superMajorityPercent: await percent(
      'Which share of the votes for and against makes a super-majority?',
      initial.superMajorityPercent,
      bounds.superMajorityPercent,
    ),
  }
  const treasury = {
    percent: await percent(
      'Which share of the treasury may an ordinary majority spend within a period?',
      initial.treasury.percent,
      bounds.percent,
    ),
    period: await duration('How long is that period?', initial.treasury.period, bounds.span),
  }
  const byVouching = await ask.confirm('May members bring people in by vouching for them, without a vote?', {
    default: true,
  })
  const vouching = byVouching
    ? {
        needed: await count(
          'How many members have to vouch for somebody?',
          initial.vouching.needed,
          bounds.vouches,
        ),
        period: await duration('How long does a vouch count?', initial.vouching.period, bounds.span),
      }
    : undefined
  const recoveryDelay = await duration(
    'How long can the old key stop the recovery of a lost key?',
    initial.recoveryDelay,
    atLeast(bounds.duration, floors.recoveryDelay),
  )
  const vetoTerm = await duration(
    'How long may the elders veto what was voted ("no time": never)?',
    initial.council.vetoTerm,
    bounds.vetoTerm,
  )
  const council = {
    vetoTerm,
    vetoThreshold:
      vetoTerm === 0
        ? initial.council.vetoThreshold
        : await count('How many elders does a veto take?', initial.council.vetoThreshold, bounds.elders),
    consentThreshold: await count(
      'How many elders does a consent take that no policy asks for?',
      initial.council.consentThreshold,
      bounds.elders,
    ),
  }
  return foundingSchema.parse({
    name: name.trim(),
    charter,
    founders,
    ...settings,
    treasury,
    vouching,
    recoveryDelay,
    council,
  })
}
