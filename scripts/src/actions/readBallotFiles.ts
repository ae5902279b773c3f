import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import {
  type BallotFile,
  ballotBatchKind,
  ballotLimits,
  parseBallotFile,
  parseBallots,
} from '@commonweal/sdk/governance/ballotFile'
import { readTextFile, type TextFault } from './readTextFile.ts'

/** What a file, or a place in a batch, holds: a ballot, or the reason why there is none. */
export type FoundBallot = { source: string } & ({ ballot: BallotFile } | { error: CommonwealError })

/** Bytes of the largest batch that is read: tens of thousands of ballots. */
const batchBytes = 64 * 1024 * 1024

const ballotFaults = {
  unreadable: 'ballot_unreadable',
  too_large: 'ballot_too_large',
  not_text: 'ballot_syntax',
} as const satisfies Record<TextFault, string>

const readText = (path: string, limit: number) =>
  readTextFile(
    path,
    limit,
    (fault, message, cause) =>
      new CommonwealError(message, { code: ballotFaults[fault], cause, details: { path } }),
  )

async function readOne(folder: string, name: string): Promise<FoundBallot | undefined> {
  try {
    const text = await readText(join(folder, name), 4 * ballotLimits.fileCharacters)
    return { source: name, ballot: parseBallotFile(text) }
  } catch (error) {
    if (!(error instanceof CommonwealError)) throw error
    // What `ballot collect` wrote beside the ballots is no ballot, and no mistake either.
    if (typeof error.details === 'object' && error.details.actual === ballotBatchKind) return undefined
    return { source: name, error }
  }
}

/**
 * Reads every ballot in a folder (each file whose name ends in `.json`, in the order of their names), or in a file with
 * one ballot or a batch of them. What cannot be read does not stop the rest.
 *
 * @throws CommonwealError `ballots_unreadable` where there is neither.
 */
export async function readBallotFiles(path: string): Promise<FoundBallot[]> {
  const unreadable = (message: string, cause?: unknown) =>
    new CommonwealError(message, {
      code: 'ballots_unreadable',
      cause,
      details: { path },
      next: 'Name a folder with the files that `ballot sign` wrote, or a file that `ballot collect` wrote.',
    })
  let isFolder: boolean
  try {
    isFolder = (await stat(path)).isDirectory()
  } catch (cause) {
    throw unreadable(`There is no folder or file ${path}.`, cause)
  }
  if (isFolder) {
    const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort()
    const found: FoundBallot[] = []
    for (const name of names) {
      const one = await readOne(path, name)
      if (one !== undefined) found.push(one)
    }
    if (found.length === 0) throw unreadable(`${path} holds no ballots: no file with a name in .json.`)
    return found
  }
  try {
    const entries = parseBallots(await readText(path, batchBytes))
    const source = (index: number) =>
      entries.length === 1 ? basename(path) : `${basename(path)}, ballot ${index + 1}`
    return entries.map((entry, index) => ({ source: source(index), ...entry }))
  } catch (cause) {
    if (!(cause instanceof CommonwealError)) throw cause
    throw unreadable(`${path} holds no ballots. ${cause.message}`, cause)
  }
}
