import { type Address, domainSeparator, erc20Abi, type LocalAccount, parseAbi, parseSignature } from 'viem'
import { ChainError } from './ChainError.ts'
import { explainFailure } from './explainFailure.ts'
import type { Chain } from './openChain.ts'
import { sendTransaction } from './sendTransaction.ts'

/** As tokens have it that return nothing, too. */
const approveAbi = parseAbi(['function approve(address spender, uint256 amount)'])

const permitAbi = parseAbi([
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function nonces(address owner) view returns (uint256)',
  'function name() view returns (string)',
  'function version() view returns (string)',
])

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** What is to be spent: by whom, of which token, how much in base units. */
export type Spending = { token: Address; spender: Address; amount: bigint }

/** Arguments of the funding's `permit`. */
export type PermitArgs = readonly [Address, Address, bigint, bigint, number, `0x${string}`, `0x${string}`]

/**
 * Whether the spender may take so much already.
 *
 * @throws ChainError `insufficient_tokens` where the account has less.
 */
export async function isAllowed(
  chain: Chain,
  owner: Address,
  { token, spender, amount }: Spending,
): Promise<boolean> {
  const contract = { address: token, abi: erc20Abi } as const
  try {
    const [balance, allowance] = await Promise.all([
      chain.client.readContract({ ...contract, functionName: 'balanceOf', args: [owner] }),
      chain.client.readContract({ ...contract, functionName: 'allowance', args: [owner, spender] }),
    ])
    if (balance < amount) {
      throw new ChainError(
        `It takes ${amount} base units of the token ${token}, and ${owner} has ${balance}.`,
        {
          code: 'insufficient_tokens',
          details: { token, account: owner, balance: balance.toString(), needed: amount.toString() },
          next: 'Send the account more of the token, or give less.',
        },
      )
    }
    return allowance >= amount
  } catch (error) {
    throw explainFailure(error, 'reading the token', chain.rpcUrl)
  }
}

/**
 * Signs leave to spend (EIP-2612), where the token has it: then no transaction of its own is needed.
 *
 * @param deadline The last Unix second in which it can be handed in.
 * @returns Undefined where the token has not, or in a form that could not be told for certain.
 */
export async function signPermit(
  chain: Chain,
  account: LocalAccount,
  { token, spender, amount }: Spending,
  deadline: bigint,
): Promise<PermitArgs | undefined> {
  const contract = { address: token, abi: permitAbi } as const
  try {
    const [separator, nonce, name, version] = await Promise.all([
      chain.client.readContract({ ...contract, functionName: 'DOMAIN_SEPARATOR' }),
      chain.client.readContract({ ...contract, functionName: 'nonces', args: [account.address] }),
      chain.client.readContract({ ...contract, functionName: 'name' }),
      chain.client.readContract({ ...contract, functionName: 'version' }).catch(() => '1'),
    ])
    const domain = { name, version, chainId: chain.chainId, verifyingContract: token }
    // What the token would not check by this very domain is no permit of it.
    if (domainSeparator({ domain }) !== separator) return undefined
    const message = { owner: account.address, spender, value: amount, nonce, deadline }
    const signature = await account.signTypedData({
      domain,
      types: permitTypes,
      primaryType: 'Permit',
      message,
    })
    const { r, s, yParity } = parseSignature(signature)
    return [token, account.address, amount, deadline, 27 + yParity, r, s]
  } catch {
    return undefined
  }
}

/**
 * Lets the spender take exactly so much, by a transaction.
 *
 * @throws ChainError
 */
export async function approve(chain: Chain, account: LocalAccount, { token, spender, amount }: Spending) {
  const allowance = await chain.client
    .readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [account.address, spender],
    })
    .catch((error) => {
      throw explainFailure(error, 'reading the token', chain.rpcUrl)
    })
  const call = { address: token, abi: approveAbi, functionName: 'approve' } as const
  // Some tokens change no allowance that is not zero.
  if (allowance !== 0n)
    await sendTransaction(chain, account, { ...call, args: [spender, 0n] }, 'approving the token')
  await sendTransaction(chain, account, { ...call, args: [spender, amount] }, 'approving the token')
}
