import { type Hex, isHex } from 'viem'
import { ChainError } from '../actions/ChainError.ts'
import { type RoundOnChain, type RoundPhase, type RoundProject, readRound } from '../actions/readRound.ts'
import { describePhase } from './describeRound.ts'
import type { Run } from './program.ts'
import { UsageError } from './UsageError.ts'

/**
 * The id of a round that somebody typed.
 *
 * @throws UsageError
 */
export function requireRoundId(value: string): Hex {
  if (isHex(value, { strict: true }) && value.length === 66) return value.toLowerCase() as Hex
  throw new UsageError(
    `ROUND ${JSON.stringify(value)} is not the id of a round.`,
    'Give 0x and 64 hexadecimal digits; round list shows them.',
  )
}

/**
 * Reads the round that somebody named.
 *
 * @throws UsageError, or ChainError `unknown_round`.
 */
export async function readNamedRound(run: Run, value: string): Promise<RoundOnChain> {
  return readRound(await run.chain(), requireRoundId(value))
}

/**
 * Refuses a step that the round's phase is not open to.
 *
 * @param step What cannot be done, as it would follow "nobody can".
 * @throws ChainError `wrong_state`.
 */
export function requirePhase(round: RoundOnChain, phases: readonly RoundPhase[], step: string): void {
  if (phases.includes(round.phase)) return
  throw new ChainError(`Nobody can ${step} in this round now. ${describePhase(round)}`, {
    code: 'wrong_state',
    details: { roundId: round.roundId, phase: round.phase, needed: phases },
    next: `Look at it with round show ${round.roundId}.`,
  })
}

/**
 * A project that somebody named by its number.
 *
 * @throws UsageError, or ChainError `unknown_project`.
 */
export function requireProject(round: RoundOnChain, value: string): RoundProject {
  if (!/^[1-9][0-9]{0,9}$/.test(value)) {
    throw new UsageError(
      `PROJECT ${JSON.stringify(value)} is not the number of a project.`,
      'Projects are numbered from 1; round show lists them.',
    )
  }
  const found = round.projects[Number(value) - 1]
  if (found !== undefined) return found
  throw new ChainError(`The round has no project ${value}; it has ${round.projects.length}.`, {
    code: 'unknown_project',
    details: { roundId: round.roundId, project: Number(value) },
    next: `List them with round show ${round.roundId}.`,
  })
}
