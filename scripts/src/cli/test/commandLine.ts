import { expect } from 'vitest'
import { type CliResult, developmentAccount, runCli } from './localParts.ts'

/** The key of development account `index`, as the command line takes it. */
export const key = (index: number) => ({ COMMONWEAL_PRIVATE_KEY: developmentAccount(index).privateKey })

/** An error as the command line prints it for programs. */
export type CliFailure = {
  code: string
  message: string
  next?: string
  details: Record<string, unknown>
}

/** Ways to run the command line in the environment that `where` tells at the time. */
export function commandLine(where: () => Record<string, string>) {
  const cli = (args: readonly string[], environment: Record<string, string> = {}): Promise<CliResult> =>
    runCli(args, { ...where(), ...environment })
  return {
    cli,
    /** The answer of a command that has to succeed. */
    async answer(args: readonly string[], environment: Record<string, string> = {}) {
      const result = await cli([...args, '--json'], environment)
      expect(result).toMatchObject({ code: 0, stderr: '' })
      return JSON.parse(result.stdout)
    },
    /** The error of a command that has to fail; nothing may be on stdout. */
    async failure(args: readonly string[], environment: Record<string, string> = {}, code = 1) {
      const result = await cli([...args, '--json'], environment)
      expect(result).toMatchObject({ code, stdout: '' })
      const { error } = JSON.parse(result.stderr)
      expect(error.message).toBeTruthy()
      return error as CliFailure
    },
  }
}
