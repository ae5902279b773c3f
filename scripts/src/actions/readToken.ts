import { type Address, erc20Abi } from 'viem'
import type { Chain } from './openChain.ts'

/** A token as people know it. */
export type Token = {
  address: Address
  /** Empty where the token says none. */
  symbol: string
  /** 0 where the token says none: amounts are then whole base units. */
  decimals: number
}

/** Reads how a token is told to people; neither its name nor its decimals are anything a token has to say. */
export async function readToken({ client }: Chain, address: Address): Promise<Token> {
  const token = { address, abi: erc20Abi } as const
  const [symbol, decimals] = await Promise.all([
    client.readContract({ ...token, functionName: 'symbol' }).catch(() => ''),
    client.readContract({ ...token, functionName: 'decimals' }).catch(() => 0),
  ])
  return { address, symbol, decimals }
}
