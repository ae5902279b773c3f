import colors from 'picocolors'
import { type Progress, seconds } from './Progress.ts'
import type { StackFacts } from './StackFile.ts'

/** What a person needs once everything runs: where to go, who they can be, what to do next, where the time went. */
export function describeStack(
  facts: StackFacts,
  { progress, cold, state }: { progress: Progress; cold: boolean; state: string },
): string {
  const lines = ['', ...describeTimings(progress), '']
  const total = seconds(progress.elapsed)
  lines.push(
    colors.bold(`Ready after ${total} (${cold ? 'cold start: something had to be built' : 'warm start'}).`),
    '',
  )
  if (facts.webUrl) lines.push(`  Open            ${colors.bold(colors.cyan(facts.webUrl))}`)
  if (facts.webUrl && facts.proposalId) {
    lines.push(`  The proposal    ${facts.webUrl}/proposals/${facts.proposalId}`)
  }
  lines.push(
    `  Chain           ${facts.rpcUrl} (chain id ${facts.chainId})`,
    `  Index           ${facts.subgraphUrl}`,
    `  IPFS            ${facts.ipfsGatewayUrl} (gateway), ${facts.ipfsRpcUrl} (RPC)`,
  )
  if (facts.workerUrl) lines.push(`  Worker          ${facts.workerUrl}/v1/models`)
  lines.push(
    `  Kept in         ${state} (logs in logs/)`,
    '',
    'Test wallets. These are PUBLIC DEVELOPMENT KEYS, the same for everybody: never use them on a real network.',
    ...facts.wallets.map((wallet) => `  ${wallet.name.padEnd(20)} ${wallet.address}  ${wallet.privateKey}`),
    '',
  )
  if (facts.webUrl && facts.proposalId) {
    lines.push(
      'Next: open the proposal and connect the built-in development wallet (or one of the keys above), let the voting',
      'delay pass, vote with two members, let the voting period pass, queue, let the hour pass, execute. Then ask the',
      'model a question.',
    )
  } else if (facts.community) {
    lines.push('Next: submit a model with `npm run -s cli -- model submit DIR --slug SLUG`.')
  }
  lines.push('Ctrl-C stops everything and keeps the data; `npm start -- --fresh` starts over.')
  return lines.join('\n')
}

function describeTimings(progress: Progress): string[] {
  const rows = [...progress.timings].sort((a, b) => a.from - b.from)
  const widest = Math.max(...rows.map((row) => row.to), 0.1)
  const width = 40
  return [
    'Where the time went (steps overlap):',
    ...rows.map((row) => {
      const from = Math.floor((row.from / widest) * width)
      const length = Math.max(1, Math.round(((row.to - row.from) / widest) * width))
      const bar = `${' '.repeat(from)}${'█'.repeat(Math.min(length, width - from + 1))}`
      return `  ${row.name.padEnd(22)} ${seconds(row.to - row.from).padStart(8)}  ${colors.dim(bar)}`
    }),
  ]
}
