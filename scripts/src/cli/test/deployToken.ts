import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Abi, type Address, createWalletClient, type Hex, http, publicActions } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { developmentAccount } from './localParts.ts'

const require = createRequire(join(import.meta.dirname, '../../../../contracts/package.json'))

/** Six decimals; what a token of whoever deploys it does, with permits (EIP-2612) or without. */
const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
contract PlainToken is ERC20 {
    constructor() ERC20("Plain", "PLN") {}
    function mint(address to, uint256 amount) external { _mint(to, amount); }
    function decimals() public pure override returns (uint8) { return 6; }
}
contract PermitToken is ERC20Permit {
    constructor() ERC20("Permit", "PRM") ERC20Permit("Permit") {}
    function mint(address to, uint256 amount) external { _mint(to, amount); }
    function decimals() public pure override returns (uint8) { return 6; }
}`

type Compiled = {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
}

function compile(name: string): { abi: Abi; bytecode: Hex } {
  const { compile: solc } = require('solc') as {
    compile: (input: string, readers: { import: (path: string) => { contents: string } }) => string
  }
  const input = {
    language: 'Solidity',
    sources: { 'Token.sol': { content: source } },
    settings: { evmVersion: 'cancun', outputSelection: { 'Token.sol': { '*': ['abi', 'evm.bytecode'] } } },
  }
  const output = JSON.parse(
    solc(JSON.stringify(input), {
      import: (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') }),
    }),
  ) as Compiled
  const contract = output.contracts?.['Token.sol']?.[name]
  if (contract === undefined) {
    throw new Error(
      `${name} does not compile: ${output.errors?.map((error) => error.formattedMessage).join('')}`,
    )
  }
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }
}

/** Deploys a token of six decimals, and gives each holder so many base units of it. */
export async function deployToken(
  rpcUrl: string,
  name: 'PlainToken' | 'PermitToken',
  holdings: Readonly<Record<Address, bigint>>,
): Promise<Address> {
  const { abi, bytecode } = compile(name)
  const wallet = createWalletClient({
    account: privateKeyToAccount(developmentAccount(0).privateKey),
    transport: http(rpcUrl),
  }).extend(publicActions)
  // In a block before it is used.
  const deployed = await wallet.deployContract({ abi, bytecode, chain: null })
  const { contractAddress } = await wallet.waitForTransactionReceipt({ hash: deployed, pollingInterval: 100 })
  if (!contractAddress) throw new Error(`${name} has no address`)
  for (const [holder, amount] of Object.entries(holdings)) {
    const hash = await wallet.writeContract({
      address: contractAddress,
      abi,
      functionName: 'mint',
      args: [holder, amount],
      chain: null,
    })
    await wallet.waitForTransactionReceipt({ hash, pollingInterval: 100 })
  }
  return contractAddress
}
