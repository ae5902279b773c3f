import { matchRound } from '@commonweal/sdk/matching/matchRound'
import type { Command } from 'commander'
import { toJson } from '../Context.ts'
import type { Run } from '../program.ts'
import { readRoundFile } from '../readRoundFile.ts'
import { addRoundCartCommands } from './roundCarts.ts'
import { addRoundMoneyCommands } from './roundMoney.ts'
import { addRoundProjectCommands } from './roundProjects.ts'
import { addRoundReadingCommands } from './roundReading.ts'

async function compute(_: Run, file: string): Promise<void> {
  process.stdout.write(`${toJson(matchRound(await readRoundFile(file)))}\n`)
}

/** Adds the group `round`. */
export function addRoundCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const round = parent
    .command('round')
    .description('quadratic funding: a pool adds to what many give to projects')
  addRoundProjectCommands(round, on)
  addRoundMoneyCommands(round, on)
  addRoundCartCommands(round, on)
  addRoundReadingCommands(round, on)
  on(
    round
      .command('compute')
      .argument('<file>', 'JSON: { "pool", "projects" or "gifts", … } as sdk/README.md gives it')
      .description('what every project is matched with, from a file alone; always answers with JSON'),
    compute,
  )
}
