import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { Command, CommanderError } from 'commander'
import { Context, formatError, type SharedOptions } from './Context.ts'
import { addBallotCommands } from './commands/ballot.ts'
import { addCommunityCommands } from './commands/community.ts'
import { addCouncilCommands } from './commands/council.ts'
import { addManifestCommands } from './commands/manifest.ts'
import { addMemberCommands } from './commands/member.ts'
import { addModelCommands } from './commands/model.ts'
import { addPolicyCommands } from './commands/policy.ts'
import { addProposalCommands } from './commands/proposal.ts'
import { addRoundCommands } from './commands/round.ts'
import { addWorkerCommands } from './commands/worker.ts'
import { UsageError } from './UsageError.ts'

/** What a command works with. */
export type Run = Context

const keys = `
Keys: an encrypted keystore (--keystore FILE; its passphrase is asked for, or read from
COMMONWEAL_KEYSTORE_PASSWORD_FILE or COMMONWEAL_KEYSTORE_PASSWORD), or the variable COMMONWEAL_PRIVATE_KEY.
Every setting left out is taken from the local stack that is running (npm start).
Ends with 0 when done, 1 when not, 2 when the command was not understood.`

function addSharedOptions(command: Command): Command {
  return command
    .option('--json', 'answer with one JSON document')
    .option('--state <dir>', 'state folder of a running local stack (COMMONWEAL_STATE)')
    .option('--rpc-url <url>', "the chain's RPC (COMMONWEAL_RPC_URL)")
    .option('--chain-id <id>', 'refuse any other chain (COMMONWEAL_CHAIN_ID)')
    .option('--community <id>', 'the community (COMMONWEAL_COMMUNITY)')
    .option('--ipfs-rpc <url>', 'RPC of an IPFS node, as Kubo has it (COMMONWEAL_IPFS_RPC)')
    .option('--ipfs-gateway <url>', 'trustless IPFS gateway (COMMONWEAL_IPFS_GATEWAY_URL)')
    .option('--worker-url <url>', 'the inference worker (COMMONWEAL_WORKER_URL)')
    .option('--keystore <file>', 'encrypted keystore that signs (COMMONWEAL_KEYSTORE)')
}

/** The command line as commander has it. */
export function createProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('commonweal')
    .description('AI that a community owns: submit models, verify them, vote, and see what runs.')
    .showHelpAfterError(false)
    .addHelpText('after', keys)
  const on = (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => {
    addSharedOptions(command).action(async (...args: unknown[]) => {
      // Commander passes the arguments, then the options, then the command itself.
      const options = args.at(-2) as SharedOptions
      await action(new Context(options, environment), ...(args.slice(0, -1) as never[]))
    })
  }
  addBallotCommands(program, on)
  addCommunityCommands(program, on)
  addCouncilCommands(program, on)
  addManifestCommands(program, on)
  addMemberCommands(program, on)
  addModelCommands(program, on)
  addPolicyCommands(program, on)
  addProposalCommands(program, on)
  addRoundCommands(program, on)
  addWorkerCommands(program, on)
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => {} })
    for (const child of command.commands) quiet(child)
  }
  quiet(program)
  return program
}

/**
 * Runs the command line.
 *
 * @param args Without the names of the program and the script.
 * @returns The exit code: 0 done, 1 not done, 2 not understood.
 */
export async function runProgram(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const json = args.includes('--json')
  const program = createProgram(environment)
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    let told: CommonwealError
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0
      // A group without a command: commander answers with the help, which `quiet` kept from being written.
      const message =
        error.code === 'commander.help'
          ? 'This needs a command.'
          : error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
      told = new UsageError(message, 'See `npm run -s cli -- --help`, or --help after any command.')
    } else if (error instanceof CommonwealError) {
      told = error
    } else {
      const message = error instanceof Error ? error.message : String(error)
      told = new CommonwealError(`Something unexpected happened: ${message}`, {
        code: 'unexpected',
        cause: error,
        next: 'Run it again with COMMONWEAL_DEBUG=1 to see where, and report it.',
      })
    }
    process.stderr.write(formatError(told, json))
    if (environment.COMMONWEAL_DEBUG === '1')
      process.stderr.write(`${told.cause instanceof Error ? told.cause.stack : told.stack}\n`)
    return told instanceof UsageError ? 2 : 1
  }
}
