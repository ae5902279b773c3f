import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BallotError } from '@commonweal/sdk/errors/BallotError'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import {
  type BallotFile,
  ballotBatchKind,
  ballotLimits,
  parseBallotFile,
  parseBallots,
} from '@commonweal/sdk/governance/ballotFile'

/** What a file, or a place in a batch, holds: a ballot, or the reason why there is none. */
export type FoundBallot = { source: string } & ({ ballot: BallotFile } | { error: CommonwealError })

/** Bytes of the largest batch that is read: tens of thousands of ballots. */
const batchBytes = 64 * 1024 * 1024

async function readText(path: string, limit: number): Promise<string> {
  const unreadable = (message: string, cause?: unknown) =>
    new CommonwealError(message, { code: 'ballot_unreadable', cause, details: { path } })
  let bytes: Uint8Array
  try {
    // A pipe would be waited for without end.
    const found = await stat(path)
    if (!found.isFile()) throw unreadable('It is not a file.')
    if (found.size > limit) {
      throw new BallotError(`It has ${found.size} bytes; no ballot is that large.`, {
        code: 'ballot_too_large',
      })
    }
    bytes = await readFile(path)
  } catch (cause) {
    if (cause instanceof CommonwealError) throw cause
    throw unreadable('It cannot be read.', cause)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BallotError('It is not text.', { code: 'ballot_syntax', cause })
  }
}

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
