import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { type Address, isAddress } from 'viem'
import { z } from 'zod'

const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value, { strict: false }))

/** What the command line needs of `<state>/stack.json`, which a running local stack writes. */
const stackSchema = z.object({
  ready: z.literal(true),
  chainId: z.int().positive(),
  rpcUrl: z.url(),
  ipfsGatewayUrl: z.url().optional(),
  ipfsRpcUrl: z.url().optional(),
  workerUrl: z.url().optional(),
  addresses: z
    .object({
      communityRegistry: address,
      communityFactory: address,
      federation: address,
      culturalProtocols: address,
      modelRegistry: address,
      membershipImplementation: address,
      governorImplementation: address,
      timelockImplementation: address,
      councilImplementation: address,
      quadraticFunding: address,
    })
    .optional()
    .catch(undefined),
  community: z.object({ communityId: z.string() }).optional(),
})

export type StackFile = z.infer<typeof stackSchema>

/**
 * Reads what a running local stack says about itself.
 *
 * @param directory The stack's state folder.
 * @param required Whether the user named the folder: then a stack has to run there.
 * @returns undefined where no stack runs and none was asked for.
 * @throws CommonwealError `stack_not_running` or `stack_unreadable`.
 */
export async function readStackFile(directory: string, required: boolean): Promise<StackFile | undefined> {
  const path = join(directory, 'stack.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (!required && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CommonwealError(`No local stack is running with its state in ${directory}.`, {
      code: 'stack_not_running',
      cause,
      details: { path },
      next: 'Start one with `npm start`, or leave out --state and COMMONWEAL_STATE and name an RPC with --rpc-url.',
    })
  }
  try {
    return stackSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new CommonwealError(`${path} is not what a ready local stack writes.`, {
      code: 'stack_unreadable',
      cause,
      details: { path },
      next: 'Wait until the stack is ready, or start it again with `npm start`.',
    })
  }
}
