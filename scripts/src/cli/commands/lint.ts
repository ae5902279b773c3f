import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import type { Finding, Severity } from '@commonweal/sdk/lint/Finding'
import { type LintReport, lintBundle } from '@commonweal/sdk/lint/lintBundle'
import type { Command } from 'commander'
import { BundleError } from '../../actions/BundleError.ts'
import { type OpenFolder, openFolder } from '../../actions/openFolder.ts'
import { toJson } from '../Context.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'

const words: Readonly<Record<Severity, string>> = { refuse: 'refused', warn: 'warning', note: 'note' }

function describeFinding({ severity, path, message, next, at }: Finding): string[] {
  const place = `${path === '' ? 'the bundle' : path}${at === undefined ? '' : `, ${at}`}`
  return [`  ${words[severity].padEnd(7)}  ${place}: ${message}`, `           ${next}`]
}

function describeReport(directory: string, report: LintReport): string[] {
  const count = (severity: Severity) => report.findings.filter((each) => each.severity === severity).length
  const counts = [
    plural(count('refuse'), 'refusal'),
    plural(count('warn'), 'warning'),
    plural(count('note'), 'note'),
  ]
  return [
    `${directory} is ${report.verdict}: ${plural(report.files, 'file')}, ${plural(report.bytes, 'byte')}; ${counts.join(', ')}.`,
    ...report.findings.flatMap(describeFinding),
    `  filesRoot ${report.filesRoot ?? 'none: the files cannot be listed in a manifest'}`,
    `  report    sha256 ${report.digest}`,
  ]
}

async function lint(run: Run, directory: string): Promise<void> {
  let folder: OpenFolder
  try {
    folder = await openFolder(directory)
  } catch (error) {
    // The report has its shape also where there is nothing to look at.
    if (error instanceof BundleError) process.stdout.write(`${toJson(await lintBundle([]))}\n`)
    throw error
  }
  if (folder.ofGit.length > 0) {
    run.progress(`Files of git are not files of the model: ${folder.ofGit.join(', ')}.`)
  }
  const report = await lintBundle(folder.entries, folder.more)
  const lines = describeReport(directory, report)
  if (report.verdict === 'fine') {
    run.answer(report, lines)
    return
  }
  process.stdout.write(`${toJson(report)}\n`)
  for (const line of lines) run.progress(line)
  const first = report.findings.find(({ severity }) => severity === 'refuse') as Finding
  throw new CommonwealError(`${directory} must not be run: ${describeFinding(first)[0]?.trim()}`, {
    code: 'bundle_refused',
    next: first.next,
    details: { path: first.path, digest: report.digest },
  })
}

/** Adds `lint` to the commands of `manifest`. */
export function addLintCommand(
  manifest: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  on(
    manifest
      .command('lint')
      .argument('<dir>', 'folder that holds the files of the model')
      .description('look for what could harm those who run it, and give a report that a proposal can carry'),
    lint,
  )
}
