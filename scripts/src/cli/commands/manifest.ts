import type { Command } from 'commander'
import type { Run } from '../program.ts'
import { addLintCommand } from './lint.ts'

/** Adds what can be done with a manifest, without any chain. */
export function addManifestCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const manifest = parent.command('manifest').description('look at a folder of model files')
  addLintCommand(manifest, on)
}
