import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Addresses, addresses as generated } from '@commonweal/contracts/addresses'
import { askChain } from '../parts/askChain.ts'
import { StackError } from '../StackError.ts'
import type { Reaper } from '../startReaper.ts'
import { runStep } from './runStep.ts'

/**
 * Puts the contracts on the chain unless all of them are there.
 *
 * @returns Their addresses, and whether anything was deployed.
 * @throws StackError when they are elsewhere than the generated addresses say.
 */
export async function deployContracts({
  root,
  state,
  logs,
  chainUrl,
  chainId,
  compiled,
  reaper,
  signal,
}: {
  root: string
  state: string
  logs: string
  chainUrl: string
  chainId: number
  /** Waited for only when there is something to deploy. */
  compiled: Promise<unknown>
  reaper: Reaper
  signal: AbortSignal
}): Promise<{ addresses: Addresses; deployed: boolean }> {
  const expected = generated[chainId]
  if (!expected)
    throw new StackError(`No addresses are generated for chain ${chainId}.`, { code: 'no_addresses' })
  if (await areThere(chainUrl, expected)) return { addresses: expected, deployed: false }

  await compiled
  const journal = join(state, 'deployment')
  // The chain is taken from an older snapshot than the journal when the stack was killed in between. What the chain
  // does not have was not deployed: on a local chain deploying anew is safe and gives the same addresses.
  const nonce = await askChain<string>(chainUrl, 'eth_getTransactionCount', [
    '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    'latest',
  ])
  if (Number(nonce) === 0) rmSync(journal, { recursive: true, force: true })
  const output = await deploy(
    {
      name: 'contracts deploy',
      command: process.execPath,
      args: [
        join(root, 'contracts/scripts/deploy.ts'),
        ...['--rpc', chainUrl, '--deployment-dir', journal, '--chain-id', String(chainId)],
      ],
      cwd: join(root, 'contracts'),
      logs,
    },
    { reaper, signal },
  )
  const line = output.split('\n').findLast((each) => each.startsWith('{'))
  const actual = JSON.parse(line ?? '{}') as Record<string, string>
  for (const [name, address] of Object.entries(expected)) {
    if (actual[name]?.toLowerCase() !== address.toLowerCase()) {
      throw new StackError(`${name} is at ${actual[name]}, but contracts/generated says ${address}.`, {
        code: 'wrong_address',
        next: 'Start over with `npm start -- --fresh`; if it stays, run `npm run generate -w contracts`.',
      })
    }
  }
  return { addresses: expected, deployed: true }
}

async function deploy(...step: Parameters<typeof runStep>): Promise<string> {
  try {
    return await runStep(...step)
  } catch (error) {
    if (!(error instanceof StackError)) throw error
    const { message, code, logTail, logPath } = error
    throw new StackError(message, {
      code,
      logTail,
      ...(logPath ? { logPath } : {}),
      next: 'Where the contracts changed since the last start, or that was killed while deploying, start over: `npm start -- --fresh`.',
      cause: error,
    })
  }
}

async function areThere(chainUrl: string, addresses: Addresses): Promise<boolean> {
  const codes = await Promise.all(
    Object.values(addresses).map((address) => askChain<string>(chainUrl, 'eth_getCode', [address, 'latest'])),
  )
  return codes.every((code) => code.length > 2)
}
