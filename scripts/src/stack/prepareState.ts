import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackError } from './StackError.ts'

const marker = 'commonweal-stack'
const lockName = 'lock'

/**
 * Makes the folder ready. With `fresh` all that an earlier stack kept is thrown away; a folder that no stack has made
 * is never emptied.
 *
 * @throws StackError `foreign_folder`.
 */
export function prepareState(state: string, { fresh }: { fresh: boolean }): void {
  mkdirSync(state, { recursive: true })
  const entries = readdirSync(state).filter((name) => name !== lockName)
  const ours = existsSync(join(state, marker)) || entries.length === 0
  if (!ours) {
    throw new StackError(`${state} holds files, but was not made by a local stack.`, {
      code: 'foreign_folder',
      next: 'Name another folder with --state.',
    })
  }
  if (fresh) {
    // The marker goes last: an interrupted clearing can be taken up again.
    for (const name of entries.filter((each) => each !== marker)) {
      rmSync(join(state, name), { recursive: true, force: true })
    }
  }
  writeFileSync(
    join(state, marker),
    'State of a local Commonweal stack. `npm start -- --fresh` empties this folder.\n',
  )
}
