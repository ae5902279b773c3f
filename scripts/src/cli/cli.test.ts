import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkManifest } from '@commonweal/sdk/manifest/checkManifest'
import { comparePaths } from '@commonweal/sdk/manifest/comparePaths'
import { encodeManifest } from '@commonweal/sdk/manifest/encodeManifest'
import { filesRoot } from '@commonweal/sdk/manifest/filesRoot'
import { manifestSchemaId } from '@commonweal/sdk/manifest/schema'
import { encryptKeystoreJson } from 'ethers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { pickles, tokenizer } from '../../../sdk/test/lintFixtures.ts'
import { onnx, plainModel } from '../../../sdk/test/onnx.ts'
import { readBundle } from '../actions/readBundle.ts'
import { commandLine, key } from './test/commandLine.ts'
import { developmentAccount, runCli, startLocalParts } from './test/localParts.ts'

// Each step is a process of its own, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 })

type Parts = Awaited<ReturnType<typeof startLocalParts>>
let parts: Parts
let folder: string
let community: string
let founding: Record<string, unknown>
let model: string
let fieldsFile: string
const servers: Server[] = []

const zero = `0x${'0'.repeat(64)}`
const where = () => ({
  COMMONWEAL_RPC_URL: parts.rpcUrl,
  COMMONWEAL_IPFS_RPC: parts.ipfsRpc,
  COMMONWEAL_IPFS_GATEWAY_URL: parts.ipfsGateway,
  ...(community === undefined ? {} : { COMMONWEAL_COMMUNITY: community }),
})
const { cli, answer, failure } = commandLine(where)

async function serve(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler)
  servers.push(server)
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A loopback address where nothing listens. */
async function closedUrl(): Promise<string> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as AddressInfo
  await new Promise((settle) => server.close(settle))
  return `http://127.0.0.1:${port}`
}

beforeAll(async () => {
  parts = await startLocalParts()
  folder = await mkdtemp(join(tmpdir(), 'commonweal-cli-files-'))
  founding = {
    name: 'Riverside Mutual Aid',
    charter: 'We look after each other.\n',
    founders: [
      { account: developmentAccount(1).address, roles: ['elder', 'steward'] },
      { account: developmentAccount(2).address, roles: [] },
      { account: developmentAccount(3).address },
    ],
    votingDelay: 60,
    votingPeriod: 86_400,
    quorumPercent: 40,
    minimumVoters: 2,
    timelockDelay: 3_600,
  }
  await writeFile(join(folder, 'founding.json'), JSON.stringify(founding))

  model = join(folder, 'model')
  await mkdir(join(model, 'onnx'), { recursive: true })
  await writeFile(join(model, 'config.json'), '{"model_type":"bert"}')
  await writeFile(join(model, 'tokenizer.json'), '{"version":"1.0"}')
  // Of several blocks on IPFS.
  await writeFile(join(model, 'onnx/model.onnx'), plainModel(750_000))
  fieldsFile = join(folder, 'fields.json')
  await writeFile(
    fieldsFile,
    JSON.stringify({
      name: 'Offer and need sorter',
      version: '1.0.0',
      task: 'text-classification',
      library_name: 'transformers.js',
      language: ['en'],
      license: 'MIT',
      tags: [],
      runtime: {
        dtype: 'fp32',
        device: 'cpu',
        transformers: '4.3.1',
        onnxruntime: '1.30.0',
        maxInputTokens: 128,
        maxInputCharacters: 2000,
      },
      card: {
        description: 'Sorts messages.',
        intendedUse: ['Sorting messages.'],
        outOfScope: [],
        limitations: ['Small.'],
        trainingData: [],
        evaluation: [],
      },
      policy: { policyId: zero, texts: [] },
      parents: [],
    }),
  )
  community = (await answer(['community', 'found', join(folder, 'founding.json')], key(0))).communityId
}, 180_000)

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await rm(folder, { recursive: true, force: true })
  await parts?.stop()
})

describe('a community', () => {
  test('is described in plain words by a dry run, which sends nothing', async () => {
    const before = await cli(['community', 'show'])
    const result = await cli(['community', 'found', join(folder, 'founding.json'), '--dry-run'], key(0))
    expect(result.code).toBe(0)
    expect(result.stdout).toContain('Riverside Mutual Aid starts with 3 members:')
    expect(result.stdout).toContain(`${developmentAccount(1).address}, elder and steward`)
    expect(result.stdout).toContain('Voting opens 1 minute after a proposal and lasts 1 day.')
    expect(result.stdout).toContain('when 40 % of the members vote for it or abstain, and at least 2 vote.')
    expect(result.stdout).toContain('waits 1 hour before it is carried out')
    expect(result.stdout).toContain('Nothing was sent.')
    expect((await cli(['community', 'show'])).stdout).toBe(before.stdout)
  })

  test('is shown with its members, settings, and the charter that can be fetched by its digest', async () => {
    const shown = await answer(['community', 'show'])
    expect(shown).toMatchObject({
      communityId: community,
      name: 'Riverside Mutual Aid',
      memberCount: 3,
      settings: {
        votingDelay: 60,
        votingPeriod: 86_400,
        quorumBps: 4000,
        minimumVoters: 2,
        timelockDelay: 3600,
      },
      approved: [],
    })
    expect(shown.members[0]).toEqual({
      memberId: 1,
      account: developmentAccount(1).address,
      roles: ['elder', 'steward'],
    })
    expect(shown.charterDigest).toBe(
      `0x${createHash('sha256').update('We look after each other.\n').digest('hex')}`,
    )
    const { stdout } = await cli(['community', 'show', community])
    expect(stdout).toContain('3 members:')
    // The whole constitution, as the chain has it.
    for (const sentence of [
      'Any member may propose.',
      'Voting opens 1 minute after a proposal and lasts 1 day.',
      'at least 1 day of voting follow it.',
      'when 40 % of the members vote for it or abstain, and at least 2 vote.',
      'What has passed waits 1 hour before it is carried out',
      'What was voted down cannot be proposed again for 7 days.',
      'A member may lend its vote to another member',
      'A member may have 5 proposals open at a time.',
      'expires when it is not queued within 14 days',
      'An ordinary majority may spend 10 % of each token in the treasury in 30 days',
      'a super-majority, 66.67 % of the votes for and against',
      'New members are let in by vote.',
      'the old key can stop that for 3 days.',
      'any other consent takes 1 elder.',
      '1 elder may veto, with a public reason, what was voted and waits, until ',
    ]) {
      expect(stdout).toContain(sentence)
    }
  })

  test('of a file that does not describe one is refused, naming the place', async () => {
    const refuse = async (change: object, at: string) => {
      const path = join(folder, 'bad-founding.json')
      await writeFile(path, JSON.stringify({ ...founding, ...change }))
      const error = await failure(['community', 'found', path], key(0))
      expect(error).toMatchObject({ code: 'founding_invalid', details: { at } })
    }
    await refuse({ founders: [] }, 'founders')
    await refuse({ founders: [{ account: '0x12' }] }, 'founders.0.account')
    await refuse({ votingPeriod: 1 }, 'votingPeriod')
    await refuse({ nmae: 'x' }, '')
  })

  test('that does not exist is named', async () => {
    const id = `0x${'12'.repeat(32)}`
    expect(await failure(['community', 'show', id])).toMatchObject({
      code: 'unknown_community',
      message: `There is no community ${id} on chain 31337.`,
      details: { communityId: id },
    })
  })
})

describe('a version, from its files to its approval', () => {
  let versionId: string
  let proposalId: string

  test('is checked by a dry run that writes and sends nothing', async () => {
    const dryRun = ['model', 'submit', model, '--slug', 'sorter', '--fields', fieldsFile, '--dry-run']
    // Whose key it is makes a difference to the id, and to nothing else.
    expect((await cli(dryRun)).stdout).toContain('version   depends on the key that submits it')
    const tried = await answer(dryRun, key(6))
    expect(tried.dryRun).toBe(true)
    expect(await readdir(model)).not.toContain('manifest.json')
    expect((await failure(['model', 'verify', tried.versionId])).code).toBe('unknown_version')
    versionId = tried.versionId
  })

  test('is submitted: manifest written, files on IPFS, version on chain', async () => {
    const submitted = await answer(
      ['model', 'submit', model, '--slug', 'sorter', '--fields', fieldsFile],
      key(6),
    )
    expect(submitted.versionId).toBe(versionId)
    const manifest = await readFile(join(model, 'manifest.json'))
    expect(submitted.manifestHash).toBe(`0x${createHash('sha256').update(manifest).digest('hex')}`)
    expect(JSON.parse(manifest.toString()).files.map((file: { path: string }) => file.path)).toEqual([
      'config.json',
      'onnx/model.onnx',
      'tokenizer.json',
    ])
    expect((await readdir(model)).sort()).toEqual(['config.json', 'manifest.json', 'onnx', 'tokenizer.json'])
  })

  test('cannot be submitted twice', async () => {
    const error = await failure(['model', 'submit', model, '--slug', 'sorter'], key(6))
    expect(error).toMatchObject({
      code: 'transaction_refused',
      details: { error: 'ModelRegistry_AlreadySubmitted' },
    })
    expect(error.message).toContain(versionId)
    expect(error.next).toBeTruthy()
  })

  test('verifies, on IPFS and in the folder', async () => {
    const published = await answer(['model', 'verify', versionId])
    expect(published).toMatchObject({
      verified: true,
      source: 'ipfs',
      status: 'Submitted',
      runnable: false,
      slug: 'sorter',
    })
    expect(await answer(['model', 'verify', versionId, '--dir', model])).toMatchObject({
      verified: true,
      source: 'directory',
    })
  })

  test('does not verify with a byte changed: path and both digests are named', async () => {
    const copy = join(folder, 'changed')
    await cp(model, copy, { recursive: true })
    const bytes = await readFile(join(copy, 'onnx/model.onnx'))
    const expected = createHash('sha256').update(bytes).digest('hex')
    bytes[1_000_000] = 8
    await writeFile(join(copy, 'onnx/model.onnx'), bytes)
    const actual = createHash('sha256').update(bytes).digest('hex')
    const error = await failure(['model', 'verify', versionId, '--dir', copy])
    expect(error).toMatchObject({
      code: 'digest_mismatch',
      details: { path: 'onnx/model.onnx', expected, actual },
    })
    expect(error.message).toContain(expected)
    expect(error.message).toContain(actual)
    expect(await failure(['model', 'submit', copy, '--slug', 'sorter'], key(6))).toMatchObject({
      code: 'digest_mismatch',
    })
  })

  test('does not verify with a file missing, added, or another manifest', async () => {
    const copy = join(folder, 'other')
    await cp(model, copy, { recursive: true })
    await rm(join(copy, 'tokenizer.json'))
    expect(await failure(['model', 'verify', versionId, '--dir', copy])).toMatchObject({
      code: 'file_missing',
      details: { path: 'tokenizer.json' },
    })
    await cp(join(model, 'tokenizer.json'), join(copy, 'tokenizer.json'))
    await writeFile(join(copy, 'extra.json'), '{}')
    expect(await failure(['model', 'verify', versionId, '--dir', copy])).toMatchObject({
      code: 'file_unlisted',
      details: { path: 'extra.json' },
    })
    await rm(join(copy, 'manifest.json'))
    await answer(['model', 'submit', copy, '--slug', 'sorter', '--fields', fieldsFile, '--dry-run'])
    expect((await failure(['model', 'verify', versionId, '--dir', copy])).code).toBe('file_missing')
  })

  test('a gateway that changes bytes is found out, and one that has none or is silent is named', async () => {
    const lying = await serve(async (request, response) => {
      const honest = await fetch(new URL(request.url ?? '/', parts.ipfsGateway), {
        headers: { accept: 'application/vnd.ipld.raw' },
      })
      const bytes = Buffer.from(await honest.arrayBuffer())
      // Small blocks are left alone, so that it is the model's bytes that are wrong.
      if (bytes.length > 100_000) bytes[5] = (bytes[5] ?? 0) ^ 1
      response.end(bytes)
    })
    expect(await failure(['model', 'verify', versionId, '--ipfs-gateway', lying])).toMatchObject({
      code: 'ipfs_wrong_bytes',
      next: 'Do not use this gateway.',
    })
    const empty = await serve((_, response) => response.writeHead(404).end())
    expect((await failure(['model', 'verify', versionId, '--ipfs-gateway', empty])).code).toBe(
      'ipfs_unreachable',
    )
    const closed = await closedUrl()
    const error = await failure(['model', 'verify', versionId, '--ipfs-gateway', closed])
    expect(error).toMatchObject({ code: 'ipfs_unreachable', message: expect.stringContaining(closed) })
  })

  test('is proposed by a member, and by nobody else', async () => {
    const refused = await failure(['model', 'propose-approval', versionId], key(7))
    expect(refused).toMatchObject({
      code: 'transaction_refused',
      message: expect.stringContaining('is not a member'),
    })
    await parts.letTimePass(2)
    const proposed = await answer(['model', 'propose-approval', versionId], key(1))
    expect(proposed.text).toBe('Approve Offer and need sorter 1.0.0 (sorter)')
    proposalId = proposed.proposalId
  })

  test('its proposal is told in sentences', async () => {
    const listed = await answer(['proposal', 'list'])
    expect(listed.proposals).toHaveLength(1)
    expect(listed.proposals[0].actions[0].decoded).toEqual({
      kind: 'approveVersion',
      communityId: community,
      versionId,
      policyId: zero,
      supersedesParent: false,
    })
    const shown = await cli(['proposal', 'show', proposalId.slice(0, 10)])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain(
      `1. Approve the model version ${versionId}: the community's workers may run it.`,
    )
    expect(shown.stdout).toMatch(/Pending: Voting opens in \d+ seconds|Pending: Voting opens in 1 minute/)
    expect(shown.stdout).not.toContain('#proposer=')
    expect((await failure(['proposal', 'show', '0000'])).code).toBe('unknown_proposal')
  })

  test('its vote opens and closes by the chain’s time, and counts each member once', async () => {
    expect(await failure(['proposal', 'vote', proposalId, 'for'], key(1))).toMatchObject({
      code: 'wrong_state',
      message: expect.stringContaining('Voting opens in'),
    })
    await parts.letTimePass(61)
    await answer(['proposal', 'vote', proposalId, 'for', '--reason', 'It helps.'], key(1))
    expect(await failure(['proposal', 'vote', proposalId, 'against'], key(1))).toMatchObject({
      code: 'transaction_refused',
      details: { error: 'GovernorAlreadyCastVote' },
      message: expect.stringContaining('has voted on this proposal already'),
    })
    expect(await failure(['proposal', 'vote', proposalId, 'for'], key(7))).toMatchObject({
      details: { error: 'CommunityGovernor_NoVote' },
      message: expect.stringContaining('has no vote on this proposal'),
    })
    expect((await failure(['proposal', 'vote', proposalId, 'maybe'], key(2), 2)).code).toBe('usage')
    await answer(['proposal', 'vote', proposalId, 'for'], key(2))
    expect((await answer(['proposal', 'show', proposalId])).proposal).toMatchObject({
      state: 'Active',
      forVotes: 2,
      voters: 2,
      neededVotes: 2,
      neededVoters: 2,
    })
  })

  test('is approved when the proposal is queued, waited for, and executed', async () => {
    expect((await failure(['proposal', 'queue', proposalId], key(5))).code).toBe('wrong_state')
    await parts.letTimePass(86_401)
    expect((await failure(['proposal', 'execute', proposalId], key(5))).code).toBe('wrong_state')
    const queued = await answer(['proposal', 'queue', proposalId], key(5))
    expect(queued.executableAt).toBeGreaterThan(0)
    const early = await failure(['proposal', 'execute', proposalId], key(5))
    expect(early).toMatchObject({
      code: 'transaction_refused',
      details: { error: 'TimelockUnexpectedOperationState' },
      message: expect.stringContaining('delay is not over'),
    })
    await parts.letTimePass(3_601)
    await answer(['proposal', 'execute', proposalId], key(5))
    expect((await answer(['proposal', 'show', proposalId])).proposal.state).toBe('Executed')
    expect(await answer(['model', 'verify', versionId])).toMatchObject({ status: 'Approved', runnable: true })
    expect((await answer(['community', 'show'])).approved).toEqual([
      { versionId, slug: 'sorter', runnable: true, policyId: zero },
    ])
    expect((await failure(['model', 'propose-approval', versionId], key(1))).code).toBe('wrong_state')
  })

  test('is stopped at once by a steward, and by nobody else; a vote lifts it or ends it', async () => {
    const suspend = ['model', 'suspend', versionId, '--reason', 'It sorts wrongly.']
    expect(await failure(suspend, key(2))).toMatchObject({
      details: { error: 'ModelRegistry_NotGuardian' },
      message: expect.stringContaining('neither a steward nor an elder'),
    })
    expect((await failure(['model', 'propose-restoration', versionId], key(1))).code).toBe('wrong_state')
    await answer(suspend, key(1))
    expect(await answer(['model', 'verify', versionId])).toMatchObject({
      status: 'Suspended',
      runnable: false,
    })

    const tried = await answer(['model', 'propose-restoration', versionId, '--dry-run'], key(1))
    expect(tried).toMatchObject({
      dryRun: true,
      versionId,
      sentences: [`Lift the suspension of the model version ${versionId}.`],
    })
    const restoration = await answer(['model', 'propose-restoration', versionId], key(1))
    const empty = ['model', 'propose-revocation', versionId, '--reason', ' ']
    expect((await failure(empty, key(1), 2)).code).toBe('usage')
    const revocation = await answer(
      ['model', 'propose-revocation', versionId, '--reason', 'Sorts wrongly.'],
      key(2),
    )
    const { proposals } = await answer(['proposal', 'list'])
    expect(proposals.map((each: { proposalId: string }) => each.proposalId).slice(0, 2)).toEqual([
      revocation.proposalId,
      restoration.proposalId,
    ])
    expect(proposals[0].actions[0].sentence).toBe(
      `Revoke the model version ${versionId} for good: "Sorts wrongly.".`,
    )

    await parts.letTimePass(61)
    for (const index of [1, 2]) await answer(['proposal', 'vote', revocation.proposalId, 'for'], key(index))
    await parts.letTimePass(86_401)
    await answer(['proposal', 'queue', revocation.proposalId], key(5))
    await parts.letTimePass(3_601)
    await answer(['proposal', 'execute', revocation.proposalId], key(5))
    expect(await answer(['model', 'verify', versionId])).toMatchObject({ status: 'Revoked', runnable: false })
    expect((await failure(['model', 'propose-approval', versionId], key(1))).code).toBe('wrong_state')
  })
})

describe('a bundle that must not be submitted', () => {
  const submit = (directory: string, ...more: string[]) =>
    failure(['model', 'submit', directory, '--slug', 'bad', ...more], key(6))

  async function variant(name: string, change: (directory: string) => Promise<unknown>): Promise<string> {
    const directory = join(folder, name)
    await mkdir(join(directory, 'onnx'), { recursive: true })
    await writeFile(join(directory, 'config.json'), '{}')
    await change(directory)
    return directory
  }

  test('holds a pickle', async () => {
    const directory = await variant('pickle', (at) => writeFile(join(at, 'pytorch_model.bin'), 'x'))
    expect(await submit(directory, '--fields', fieldsFile)).toMatchObject({
      code: 'path_refused',
      message: expect.stringContaining('pickle'),
      details: { path: 'pytorch_model.bin' },
    })
  })

  test('holds a pickle under another name', async () => {
    const directory = await variant('renamed', (at) =>
      writeFile(join(at, 'onnx/model.onnx'), Buffer.from([0x80, 4, 0x95])),
    )
    expect(await submit(directory, '--fields', fieldsFile)).toMatchObject({
      code: 'content_refused',
      details: { path: 'onnx/model.onnx' },
    })
  })

  /** What whoever wants to get a bundle past the command line would write: canonical, and true to every byte. */
  async function manifestOf(directory: string): Promise<Uint8Array> {
    const { files } = await readBundle(directory)
    const listed = files
      .map(({ path, bytes }) => ({
        path,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }))
      .sort((a, b) => comparePaths(a.path, b.path))
    const fields = JSON.parse(await readFile(fieldsFile, 'utf8'))
    return encodeManifest(
      checkManifest({ ...fields, schema: manifestSchemaId, files: listed, filesRoot: filesRoot(listed) }),
    )
  }

  test.each<[string, string, string, Uint8Array | string]>([
    ['a pickle in disguise', 'vocab.txt', 'content_refused', pickles[0]],
    [
      'a model whose weights lie outside',
      'onnx/model.onnx',
      'bundle_refused',
      onnx.model(
        onnx.opset(21),
        onnx.graph(onnx.initializer(onnx.dims(2), onnx.external({ location: '../../weights' }))),
      ),
    ],
    [
      'a tokenizer that may run for ever',
      'tokenizer.json',
      'bundle_refused',
      JSON.stringify(tokenizer('(a+)+$')),
    ],
  ])('holds %s: neither the chain nor IPFS is asked', async (what, path, code, content) => {
    const directory = await variant(what, (at) => writeFile(join(at, path), content))
    const before = await readdir(directory, { recursive: true })
    const nowhere = await closedUrl()
    const refused = async (...more: string[]) =>
      expect(
        await failure(['model', 'submit', directory, '--slug', 'bad', ...more], {
          ...key(6),
          COMMONWEAL_RPC_URL: nowhere,
          COMMONWEAL_IPFS_RPC: nowhere,
        }),
      ).toMatchObject({ code, message: expect.stringContaining(path), details: { path } })
    await refused('--fields', fieldsFile)
    await refused('--fields', fieldsFile, '--dry-run')
    expect(await readdir(directory, { recursive: true })).toEqual(before)
    await writeFile(join(directory, 'manifest.json'), await manifestOf(directory))
    await refused()
    await refused('--dry-run')
  })

  test('holds a symbolic link', async () => {
    const directory = await variant('link', (at) => symlink('/etc/hostname', join(at, 'vocab.txt')))
    expect(await submit(directory, '--fields', fieldsFile)).toMatchObject({
      code: 'bundle_link',
      details: { path: 'vocab.txt' },
    })
  })

  test('has a manifest that is malformed, not canonical, or says a path out of the folder', async () => {
    const directory = await variant('manifest', (at) => writeFile(join(at, 'manifest.json'), '{"a":1,'))
    expect((await submit(directory)).code).toBe('manifest_syntax')
    await writeFile(join(directory, 'manifest.json'), '{"a":1,"a":2}')
    expect((await submit(directory)).code).toBe('manifest_duplicate_key')
    const good = await readFile(join(model, 'manifest.json'), 'utf8')
    await writeFile(join(directory, 'manifest.json'), `${good}\n`)
    expect((await submit(directory)).code).toBe('manifest_not_canonical')
    await writeFile(join(directory, 'manifest.json'), good.replace('"config.json"', '"../config.json"'))
    expect(await submit(directory)).toMatchObject({
      code: 'path_refused',
      details: { path: '../config.json' },
    })
  })

  test('has fields that say too little, or no fields at all', async () => {
    const directory = await variant('fields', async () => {})
    await writeFile(join(folder, 'few.json'), '{"name":"x"}')
    expect((await submit(directory, '--fields', join(folder, 'few.json'))).code).toBe('manifest_invalid')
    expect((await failure(['model', 'submit', directory, '--slug', 'bad'], key(6), 2)).next).toContain(
      '--fields',
    )
    expect((await submit(join(folder, 'nowhere'), '--fields', fieldsFile)).code).toBe('bundle_unreadable')
    expect((await failure(['model', 'submit', directory, '--slug', 'Bad Slug'], key(6))).code).toBe(
      'invalid_slug',
    )
  })

  test('is not on chain, and leaves nothing behind, when IPFS does not take it', async () => {
    const directory = await variant('unpublished', async () => {})
    const closed = await closedUrl()
    const error = await submit(directory, '--fields', fieldsFile, '--ipfs-rpc', closed)
    expect(error).toMatchObject({ code: 'ipfs_unreachable', message: expect.stringContaining(closed) })
    const refusing = await serve((_, response) => response.writeHead(500).end('{"Message":"disk full"}'))
    expect((await submit(directory, '--fields', fieldsFile, '--ipfs-rpc', refusing)).code).toBe(
      'ipfs_refused',
    )
    const lying = await serve((request, response) => {
      request.resume().once('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(
          '{"Root":{"Cid":{"/":"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"},"PinErrorMsg":""}}\n',
        )
      })
    })
    expect((await submit(directory, '--fields', fieldsFile, '--ipfs-rpc', lying)).code).toBe(
      'ipfs_wrong_root',
    )
    expect((await readdir(directory)).sort()).toEqual(['config.json', 'onnx'])
  })
})

describe('the chain', () => {
  test('that does not answer is named, without the key in its address', async () => {
    const closed = await closedUrl()
    const error = await failure(['community', 'show'], { COMMONWEAL_RPC_URL: `${closed}/v3/secret-key` })
    expect(error).toMatchObject({ code: 'rpc_unreachable', message: expect.stringContaining(closed) })
    expect(JSON.stringify(error)).not.toContain('secret-key')
    expect(error.next).toContain('--rpc-url')
  })

  test('of another id is refused, with both ids', async () => {
    expect(await failure(['community', 'show', '--chain-id', '1'])).toMatchObject({
      code: 'wrong_chain',
      message: expect.stringContaining('serves chain 31337, not chain 1'),
      details: { expected: 1, actual: 31337 },
    })
  })

  test('without the contracts is refused', async () => {
    const bare = await serve((request, response) => {
      let body = ''
      request.on('data', (piece) => {
        body += piece
      })
      request.on('end', () => {
        const asked = JSON.parse(body)
        const reply = (each: { id: number; method: string }) => ({
          jsonrpc: '2.0',
          id: each.id,
          result: each.method === 'eth_chainId' ? '0x7a69' : '0x',
        })
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(Array.isArray(asked) ? asked.map(reply) : reply(asked)))
      })
    })
    expect(await failure(['community', 'show'], { COMMONWEAL_RPC_URL: bare })).toMatchObject({
      code: 'unknown_deployment',
    })
  })
})

describe('a key', () => {
  const step = () => ['community', 'found', join(folder, 'founding.json')]

  test('is asked for in words when there is none', async () => {
    const error = await failure(step())
    expect(error.code).toBe('no_key')
    expect(error.next).toContain('--keystore')
    expect(error.next).toContain('COMMONWEAL_PRIVATE_KEY')
  })

  test('that is none is refused, without being repeated', async () => {
    const result = await cli(step(), { COMMONWEAL_PRIVATE_KEY: 'hunter2hunter2' })
    expect(result.code).toBe(1)
    expect(result.stderr).not.toContain('hunter2')
    const outside = `0x${'f'.repeat(64)}`
    const beyond = await cli([...step(), '--json'], { COMMONWEAL_PRIVATE_KEY: outside })
    expect(JSON.parse(beyond.stderr).error.code).toBe('invalid_key')
    expect(beyond.stderr).not.toContain('ffffffff')
  })

  test('comes from an encrypted keystore with its passphrase from a file or variable', async () => {
    const keystore = join(folder, 'keystore.json')
    // Cheap scrypt settings: the strength of the test's passphrase is of no interest.
    await writeFile(
      keystore,
      await encryptKeystoreJson(developmentAccount(0), 'open sesame', { scrypt: { N: 1024 } }),
    )
    await writeFile(join(folder, 'passphrase'), 'open sesame\n')
    const dry = [...step(), '--dry-run', '--keystore', keystore]
    const salted = join(folder, 'salted.json')
    await writeFile(salted, JSON.stringify({ ...founding, salt: `0x${'ab'.repeat(32)}` }))
    dry[2] = salted
    const byKey = await answer(['community', 'found', salted, '--dry-run'], key(0))
    const byFile = await answer(dry, { COMMONWEAL_KEYSTORE_PASSWORD_FILE: join(folder, 'passphrase') })
    const byVariable = await answer(dry, { COMMONWEAL_KEYSTORE_PASSWORD: 'open sesame' })
    expect(byFile.communityId).toBe(byKey.communityId)
    expect(byVariable.communityId).toBe(byKey.communityId)

    expect((await failure(dry, { COMMONWEAL_KEYSTORE_PASSWORD: 'wrong' })).code).toBe('wrong_passphrase')
    expect((await failure(dry)).code).toBe('no_passphrase')
    expect((await failure([...step(), '--keystore', join(folder, 'nowhere')])).code).toBe(
      'keystore_unreadable',
    )
    expect((await failure([...step(), '--keystore', salted])).code).toBe('keystore_invalid')
  })

  test('is never an option', async () => {
    const result = await cli([...step(), '--private-key', developmentAccount(0).privateKey, '--json'])
    expect(result.code).toBe(2)
    expect(result.stderr).not.toContain(developmentAccount(0).privateKey)
  })
})

describe('the local stack', () => {
  test('gives what is not given otherwise', async () => {
    const state = join(folder, 'stack')
    await mkdir(state)
    const stack = {
      ready: true,
      chainId: 31337,
      rpcUrl: parts.rpcUrl,
      ipfsGatewayUrl: parts.ipfsGateway,
      ipfsRpcUrl: parts.ipfsRpc,
      community: { communityId: community },
    }
    await writeFile(join(state, 'stack.json'), JSON.stringify(stack))
    const byFlag = await runCli(['community', 'show', '--state', state, '--json'])
    expect(JSON.parse(byFlag.stdout).communityId).toBe(community)
    const byVariable = await runCli(['proposal', 'list', '--json'], { COMMONWEAL_STATE: state })
    expect(JSON.parse(byVariable.stdout).communityId).toBe(community)
    await writeFile(join(state, 'stack.json'), '{"ready":false}')
    const starting = await runCli(['community', 'show', '--state', state, '--json'])
    expect(JSON.parse(starting.stderr).error.code).toBe('stack_unreadable')
    const absent = await runCli(['community', 'show', '--state', join(folder, 'none'), '--json'])
    expect(absent.code).toBe(1)
    expect(JSON.parse(absent.stderr).error.code).toBe('stack_not_running')
  })
})

describe('the worker', () => {
  const reply = (answers: Record<string, unknown>) =>
    serve((request, response) => {
      const body = answers[request.url ?? '']
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body ?? {}))
    })

  test('is shown with what it runs', async () => {
    const url = await reply({
      '/healthz': {
        status: 'ok',
        chainId: 31337,
        community: 'x',
        head: { number: 7, timestamp: 1, ageSeconds: 2 },
        worker: '0x1',
      },
      '/v1/models': {
        object: 'list',
        data: [
          {
            id: '0xabc',
            commonweal: { slug: 'sorter', state: 'refused', error: { message: 'onnx/model.onnx differs' } },
          },
        ],
      },
    })
    const result = await cli(['worker', 'status', '--worker-url', url])
    expect(result.code).toBe(0)
    expect(result.stdout).toContain('head      block 7, 2 seconds old')
    expect(result.stdout).toContain('refused')
    expect(result.stdout).toContain('onnx/model.onnx differs')
  })

  test('that refuses, is absent, or is something else, is told so', async () => {
    const refusing = await reply({ '/healthz': { status: 'refusing', reason: 'the RPCs disagree' } })
    expect(await failure(['worker', 'status', '--worker-url', refusing])).toMatchObject({
      code: 'worker_refusing',
      message: expect.stringContaining('the RPCs disagree'),
    })
    expect((await failure(['worker', 'status', '--worker-url', await closedUrl()])).code).toBe(
      'worker_unreachable',
    )
    const other = await reply({ '/healthz': { hello: 'world' } })
    expect((await failure(['worker', 'status', '--worker-url', other])).code).toBe('worker_unexpected')
  })
})

describe('a command that was not understood', () => {
  test.each([
    [['model']],
    [['nonsense']],
    [['model', 'submit']],
    [['model', 'verify', 'not-an-id']],
    [['community', 'show', '0x12']],
    [['community', 'show', '--unknown']],
    [['community', 'show', '--chain-id', 'x']],
    [['community', 'show', '--rpc-url', 'not a url']],
  ])('ends with 2 and one JSON error: %j', async (args) => {
    expect((await failure(args, {}, 2)).code).toBe('usage')
  })

  test('says so in plain words without --json, and help ends with 0', async () => {
    const result = await cli(['model', 'submit'])
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toMatch(/^missing required argument 'dir'|^required option/)
    expect(result.stderr).toContain('Next: ')
    expect((await cli(['modle'])).stderr).toMatch(/^unknown command 'modle' \(Did you mean model\?\)\n/)
    const help = await cli(['model', 'submit', '--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('--slug')
  })
})
