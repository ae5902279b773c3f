import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import hardhat from 'hardhat'
import type { JsonRpcServer } from 'hardhat/types/network'
import { createPublicClient, http } from 'viem'
import { communityFactoryAbi } from '../../generated/abi/CommunityFactory.ts'
import { addresses } from '../../generated/addresses.ts'
import type { CommonwealAddresses } from '../../scripts/deployCommonweal.ts'
import { developmentChainId, developmentDeployer } from '../../scripts/developmentAccounts.ts'

type Run = { code: number | null; stdout: string; stderr: string }

const script = path.resolve(import.meta.dirname, '../../scripts/deploy.ts')

async function deploy(...options: string[]): Promise<Run> {
  const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, stdout, stderr }
}

/** A port that nothing listens on: taken and given back. */
async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}

describe('deploy.ts', () => {
  let server: JsonRpcServer
  let rpc: string
  let folder: string

  async function startChain(): Promise<void> {
    server = await hardhat.network.createServer('default', '127.0.0.1', await unusedPort())
    const { address, port } = await server.listen()
    rpc = `http://${address}:${port}`
  }

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'commonweal-deploy-'))
    await startChain()
  })

  after(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('deploys to the generated addresses with the local floors, and nothing more the second time', async () => {
    const journal = path.join(folder, 'journal')
    const first = await deploy('--rpc', rpc, '--deployment-dir', journal)
    assert.equal(first.code, 0, first.stderr)
    const deployed: CommonwealAddresses = JSON.parse(first.stdout.trimEnd().split('\n').at(-1) ?? '')
    assert.deepEqual(deployed, addresses[developmentChainId])

    const client = createPublicClient({ transport: http(rpc) })
    const floors = await client.readContract({
      address: deployed.communityFactory,
      abi: communityFactoryAbi,
      functionName: 'floors',
    })
    assert.deepEqual(floors, {
      votingDelay: 1,
      votingPeriod: 60,
      timelockDelay: 1,
      quorumBps: 100,
      recoveryDelay: 60,
    })

    const sent = await client.getTransactionCount({ address: developmentDeployer })
    const second = await deploy('--rpc', rpc, '--deployment-dir', journal)
    assert.equal(second.code, 0, second.stderr)
    assert.equal(second.stdout, first.stdout)
    assert.equal(await client.getTransactionCount({ address: developmentDeployer }), sent)
  })

  it('refuses a journal whose contracts the chain does not have', async () => {
    const journal = path.join(folder, 'stale')
    await server.close()
    await startChain()
    assert.equal((await deploy('--rpc', rpc, '--deployment-dir', journal)).code, 0)
    await server.close()
    await startChain()
    const { code, stderr, stdout } = await deploy('--rpc', rpc, '--deployment-dir', journal)
    assert.equal(code, 1)
    assert.equal(stdout, '')
    assert.match(stderr, /communityRegistry has no code at 0x/)
    assert.ok(stderr.includes(`Remove ${journal} and deploy again`), stderr)
  })

  it('refuses a chain with another id', async () => {
    const { code, stderr } = await deploy('--rpc', rpc, '--deployment-dir', folder, '--chain-id', '10')
    assert.equal(code, 1)
    assert.match(stderr, /has id 31337, not 10/)
  })

  it('says so where no chain answers', async () => {
    const nowhere = `http://127.0.0.1:${await unusedPort()}`
    const { code, stderr } = await deploy('--rpc', nowhere, '--deployment-dir', folder)
    assert.equal(code, 1)
    assert.ok(stderr.includes(`No chain answers at ${nowhere}`), stderr)
  })

  it('says which option is missing or unknown', async () => {
    assert.match((await deploy('--rpc', rpc)).stderr, /--deployment-dir is missing/)
    assert.match((await deploy('--rpc', rpc, '--speed', '9')).stderr, /Unknown option '--speed'/)
    const { stderr } = await deploy('--rpc', rpc, '--deployment-dir', folder, '--chain-id', 'one')
    assert.match(stderr, /--chain-id one is not a chain id/)
  })

  it('names the parameters file it cannot read', async () => {
    const file = path.join(folder, 'parameters.json')
    await writeFile(file, '{ "Commonweal": ')
    const journal = path.join(folder, 'parameters')
    const { code, stderr } = await deploy('--rpc', rpc, '--deployment-dir', journal, '--parameters', file)
    assert.equal(code, 1)
    assert.ok(stderr.includes(`The parameters in ${file} cannot be read`), stderr)
  })
})
