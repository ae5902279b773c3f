import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { pipeline } from '@huggingface/transformers'
import { expect, type Page, test } from '@playwright/test'
import { createPublicClient, type Hex, http } from 'viem'
import { root, type Stack, startStack } from '../stack.ts'
import { startWorker } from '../worker.ts'
import { announceWallet, type Wallet } from './wallet.ts'

const slug = 'mutual-aid-classifier'
const model = join(root, 'inference-worker/models', slug)
const question = 'We have lots of fresh vegetables and bread to share, come and take some'

type Health = { loaded: string[]; models?: { versionId: string; pid: number }[] }
type Answer = {
  model: string
  data: { label: string; score: number; labels: { label: string; score: number }[] }[]
  commonweal: { versionId: string; decision: { approvalTransaction: string }; receipt: { id: string } }
}
type Refusal = {
  error: { code: string; message: string; commonweal?: { path?: string; expected?: string; actual?: string } }
}

let stack: Stack
let scratch: string

test.beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'commonweal-e2e-'))
  stack = await startStack({ ports: 20_700, seed: 'community', web: true })
})
test.afterAll(async () => {
  await stack?.stop()
  await rm(scratch, { recursive: true, force: true })
})

test('what the members vote for runs, byte for byte, and what they revoke stops', async ({ page }) => {
  const [first, second, third] = stack.wallets.filter(({ name }) => /member|elder|steward/.test(name))
  const contributor = stack.wallets.find(({ name }) => /contributor/.test(name))
  if (!first || !second || !third || !contributor) throw new Error('The stack names too few wallets')
  const wallet = await announceWallet(page, {
    privateKey: first.privateKey,
    rpcUrl: stack.rpcUrl,
    chainId: stack.chainId,
  })
  const problems = collectProblems(page)

  const community = await test.step('the community stands on chain, with its members', async () => {
    const shown = await stack.cli<{ communityId: Hex; name: string; memberCount: number }>([
      'community',
      'show',
    ])
    expect(shown.communityId).toBe(stack.community?.communityId)
    await page.goto(`${stack.webUrl}/en`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
    await page.goto(`${stack.webUrl}/en/community`)
    await expect(page.getByRole('main')).toContainText('5')
    await expectAccessible(page)
    return shown
  })

  const versionId = await test.step('a contributor submits a version', async () => {
    const folder = join(scratch, slug)
    await cp(model, folder, { recursive: true })
    const submitted = await stack.cli<{ versionId: Hex; block: string }>(
      ['model', 'submit', folder, '--slug', slug],
      {
        privateKey: contributor.privateKey,
      },
    )
    const verified = await stack.cli<{ status: string }>(['model', 'verify', submitted.versionId])
    expect(verified.status).toBe('Submitted')
    // Asked any earlier, a worker that approves whatever is submitted would not have noticed it yet, and say no too.
    await expect.poll(finalizedBlock).toBeGreaterThan(Number(submitted.block))
    return submitted.versionId
  })

  await test.step('the worker refuses it: this community has not approved it', async () => {
    const { status, body } = await ask<Refusal>(stack.workerUrl, versionId)
    expect(status).toBe(403)
    expect(body.error.code).toBe('version_not_approved')
    expect(body.error.message).toContain('not approved by this community')
  })

  await test.step('the page says the same in words', async () => {
    await page.goto(`${stack.webUrl}/en/ask`)
    await askOnPage(page, versionId)
    await expect(page.getByRole('heading', { name: 'No answer' })).toBeVisible()
    await expectAccessible(page)
  })

  const approval = await test.step('a member proposes to approve it', async () => {
    const made = await stack.cli<{ proposalId: string }>(['model', 'propose-approval', versionId], {
      privateKey: first.privateKey,
    })
    return made.proposalId
  })

  await test.step('members vote in the browser; a "no" in the wallet sends nothing', async () => {
    await openProposal(page, approval)
    await expect(page.getByRole('main')).toContainText(`Approve`)
    await letTimePass(page, 'To the start of voting')
    await connect(page)
    await page.getByRole('radio', { name: /^For/ }).check()
    wallet.rejectNext()
    await page.getByRole('button', { name: 'Cast my vote' }).click()
    await expect(page.getByTestId('transaction-status')).toHaveAttribute('data-step', 'cancelled')
    expect((await proposal(approval)).voters).toBe(0)

    await page.getByRole('button', { name: 'Cast my vote' }).click()
    await expect(page.getByTestId('transaction-status')).toHaveAttribute('data-step', 'visible')
    await expectAccessible(page)
    await voteAs(page, wallet, second.privateKey, /^For/)
    await voteAs(page, wallet, third.privateKey, /^Abstain/)
    await expect.poll(async () => (await proposal(approval)).voters).toBe(3)
    await picture(page, 'proposal')
  })

  await test.step('the decision is scheduled, waits, and is carried out', async () => {
    await passAndExecute(page, approval)
  })

  await test.step('the worker notices by itself, and answers with what the model computes', async () => {
    await expect.poll(() => stateOf(stack.workerUrl, versionId), { timeout: 120_000 }).toBe('ready')
    const { status, body } = await ask<Answer>(stack.workerUrl, versionId)
    expect(status).toBe(200)
    expect(body.commonweal.versionId).toBe(versionId)
    const expected = await computeHere(question)
    expect(body.data[0]?.label).toBe(expected.label)
    expect(body.data[0]?.score).toBeCloseTo(expected.score, 4)
  })

  await test.step('the page shows the answer with version, decision and a receipt that holds', async () => {
    await page.goto(`${stack.webUrl}/en/ask`)
    await askOnPage(page, versionId)
    await expect(page.getByRole('heading', { name: 'The answer' })).toBeVisible({ timeout: 60_000 })
    const main = page.getByRole('main')
    await expect(main).toContainText((await computeHere(question)).label)
    await expect(main).toContainText(slug)
    await expect(main).toContainText('Approved by vote of the members')
    await page.getByRole('button', { name: 'Check the receipt' }).click()
    await expect(main).toContainText('The receipt is genuine')
    await expect(main).toContainText('The approval it names was found on the chain.')
    await expectAccessible(page)
    await page.getByRole('heading', { name: 'The answer' }).scrollIntoViewIfNeeded()
    await picture(page, 'answer')
  })

  await test.step('a worker started afresh refuses bytes that were changed in its store', async () => {
    const dataDir = join(scratch, 'worker')
    await cp(join(stack.state, 'worker'), dataDir, { recursive: true })
    const changed = await changeOneByte(dataDir)
    const worker = await startWorker({
      rpcUrls: [stack.rpcUrl],
      chainId: stack.chainId,
      communityId: community.communityId,
      ipfsGateways: [stack.ipfsGatewayUrl],
      dataDir,
      port: 20_720,
    })
    try {
      await expect.poll(() => stateOf(worker.url, versionId), { timeout: 60_000 }).toBe('refused')
      const { status, body } = await ask<Refusal>(worker.url, versionId)
      expect(status).toBe(503)
      expect(body.error.code).toBe('artifact_mismatch')
      for (const part of [changed.path, changed.approved, changed.found])
        expect(body.error.message).toContain(part)
    } finally {
      await worker.stop()
    }
  })

  const children = await test.step('the community votes to end the approval', async () => {
    const running = childrenOf(await workerPid())
    expect(running.length).toBeGreaterThan(0)
    const made = await stack.cli<{ proposalId: string }>(
      ['model', 'propose-revocation', versionId, '--reason', 'It mistakes urgent requests for offers'],
      { privateKey: second.privateKey },
    )
    await openProposal(page, made.proposalId)
    await letTimePass(page, 'To the start of voting')
    await voteAs(page, wallet, first.privateKey, /^For/)
    await voteAs(page, wallet, second.privateKey, /^For/)
    await passAndExecute(page, made.proposalId)
    return running
  })

  await test.step('the loaded model is killed, and the next question is refused', async () => {
    await expect.poll(() => children.filter(isRunning)).toEqual([])
    const { status, body } = await ask<Refusal>(stack.workerUrl, versionId)
    expect(status).toBe(403)
    expect(body.error.code).toBe('version_revoked')
    const health = (await (await fetch(`${stack.workerUrl}/healthz`)).json()) as Health
    expect(health.loaded).toEqual([])
  })

  await test.step('the page shows why', async () => {
    await page.goto(`${stack.webUrl}/en/ask`)
    await askOnPage(page, versionId)
    await expect(page.getByRole('heading', { name: 'No answer' })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('It mistakes urgent requests for offers')
    await expectAccessible(page)
    await picture(page, 'refusal')
    await page.goto(`${stack.webUrl}/en/models/${slug}`)
    await expect(page.getByRole('main')).toContainText('Approval ended')
    await expectAccessible(page)
  })

  expect(problems, 'errors the browser reported').toEqual([])
})

/** Puts a question to a worker over HTTP. */
async function ask<T>(workerUrl: string, versionId: string): Promise<{ status: number; body: T }> {
  const response = await fetch(`${workerUrl}/v1/classifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: versionId, input: question }),
  })
  return { status: response.status, body: (await response.json()) as T }
}

async function finalizedBlock(): Promise<number> {
  const client = createPublicClient({ transport: http(stack.rpcUrl) })
  return Number((await client.getBlock({ blockTag: 'finalized' })).number)
}

/** What a worker says of a version: fetching, verifying, loading, ready, refused; undefined where it lists it not. */
async function stateOf(workerUrl: string, versionId: string): Promise<string | undefined> {
  const response = await fetch(`${workerUrl}/v1/models`)
  const { data = [] } = (await response.json()) as { data?: { id: string; commonweal: { state: string } }[] }
  return data.find(({ id }) => id === versionId)?.commonweal.state
}

/** The same model on the same text, in this process, from the files in the repository: the answer to expect. */
async function computeHere(text: string): Promise<{ label: string; score: number }> {
  const { runtime } = JSON.parse(await readFile(join(model, 'manifest.json'), 'utf8')) as {
    runtime: { dtype: 'fp32' | 'q8' }
  }
  const classify = await pipeline('text-classification', model, {
    dtype: runtime.dtype,
    local_files_only: true,
  })
  const [best] = (await classify([text], { top_k: 1 } as never)).flat() as { label: string; score: number }[]
  if (!best) throw new Error('The model gave no answer')
  return best
}

async function proposal(id: string): Promise<{ state: string; voters: number }> {
  const shown = await stack.cli<{ proposal: { state: string; voters: number | string } }>([
    'proposal',
    'show',
    id,
  ])
  return { state: shown.proposal.state, voters: Number(shown.proposal.voters) }
}

async function openProposal(page: Page, id: string): Promise<void> {
  // The page says so, and looks again by itself, while the index has not read the proposal yet.
  await page.goto(`${stack.webUrl}/en/proposals/${id}`)
  await expect(page.getByRole('heading', { name: 'What will change' })).toBeVisible()
}

async function letTimePass(page: Page, control: string): Promise<void> {
  await page.getByRole('button', { name: control }).first().click()
}

async function connect(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
  await page.getByRole('button', { name: 'Connect Test wallet' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: /^Your wallet/ })).toBeVisible()
}

async function voteAs(page: Page, wallet: Wallet, privateKey: Hex, choice: RegExp): Promise<void> {
  const banner = page.getByRole('banner')
  if (await banner.getByRole('button', { name: 'Connect a wallet' }).isVisible()) await connect(page)
  await wallet.useAccount(privateKey)
  const ending = wallet.address.slice(-4)
  await expect(banner.getByRole('button', { name: new RegExp(`Your wallet .*${ending}`, 'i') })).toBeVisible()
  await page.getByRole('radio', { name: choice }).check()
  await page.getByRole('button', { name: 'Cast my vote' }).click()
  await expect(page.getByRole('main')).toContainText('You have voted')
}

async function passAndExecute(page: Page, id: string): Promise<void> {
  await letTimePass(page, 'To the end of voting')
  await page.getByRole('button', { name: 'Schedule the decision' }).click()
  await letTimePass(page, 'Past the waiting time')
  await page.getByRole('button', { name: 'Carry out the decision' }).click()
  await expect.poll(async () => (await proposal(id)).state, { timeout: 60_000 }).toBe('Executed')
}

async function askOnPage(page: Page, versionId: string): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'Model' })
  if (await choice.isVisible()) await choice.selectOption(versionId)
  await page.getByRole('textbox', { name: 'Your text' }).fill(question)
  await page.getByRole('main').getByRole('button', { name: 'Ask', exact: true }).click()
}

/** Flips one bit in the model's weights as they lie in a worker's store. */
async function changeOneByte(dataDir: string): Promise<{ path: string; approved: string; found: string }> {
  const { createHash } = await import('node:crypto')
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const weights = new Map<string, string>()
  for (const path of await readdir(join(model, 'onnx'))) {
    weights.set(digest(await readFile(join(model, 'onnx', path))), `onnx/${path}`)
  }
  const store = join(dataDir, 'artifacts/sha256')
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    const path = weights.get(entry.name)
    if (!entry.isFile() || path === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = await readFile(file)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await rm(file)
    await writeFile(file, bytes)
    return { path, approved: entry.name, found: digest(bytes) }
  }
  throw new Error(`None of the model's weights are in ${store}`)
}

/** The worker of the stack, found by the port it listens on. */
async function workerPid(): Promise<number> {
  const port = new URL(stack.workerUrl).port
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (
      command.includes('inference-worker/src/main.ts') &&
      environment.includes(`COMMONWEAL_WORKER_PORT=${port}\0`)
    ) {
      return Number(pid)
    }
  }
  throw new Error(`No worker listens on ${port}`)
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Where COMMONWEAL_PICTURES names a folder: the page as people see it, wide and on a phone, by day and by night. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.COMMONWEAL_PICTURES
  if (folder === undefined) return
  const before = page.viewportSize()
  for (const [kind, width, colorScheme] of [
    ['', 1280, 'light'],
    ['-dark', 1280, 'dark'],
    ['-phone', 360, 'light'],
    ['-phone-dark', 360, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: width === 360 ? 800 : 900 })
    await page.screenshot({
      path: join(folder, `${name}${kind}.png`),
      fullPage: width === 360,
      animations: 'disabled',
    })
  }
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
}

async function expectAccessible(page: Page): Promise<void> {
  const check = async () => {
    // While a page reads itself again, Next takes its title out for an instant and puts the new one in.
    await expect(page).toHaveTitle(/./)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  }
  let found = await check()
  if (found.every((violation) => violation === 'document-title: html')) found = await check()
  expect(found).toEqual([])
}

/** Errors that pages throw or that break the content security policy. */
function collectProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Hydration|React/i.test(message.text())) {
      problems.push(message.text())
    }
  })
  return problems
}
