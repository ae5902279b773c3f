import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { WorkerError } from '../errors/WorkerError.ts'

/**
 * The key this node signs receipts with. It is made on the first start and readable by its owner alone; it never
 * leaves the data folder and pays for nothing.
 * @throws WorkerError `storage_failed` when the file is there but is not a key: a new one would silently change who
 * this worker is.
 */
export async function openSigningKey(dataDir: string): Promise<PrivateKeyAccount> {
  const path = join(dataDir, 'signing-key')
  const existing = await readKey(path)
  if (existing !== undefined) return privateKeyToAccount(existing)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const key = generatePrivateKey()
  const temporary = `${path}.${process.pid}.tmp`
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${key}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  return privateKeyToAccount(key)
}

async function readKey(path: string): Promise<Hex | undefined> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new WorkerError(
      'storage_failed',
      `The signing key ${path} cannot be read: ${(cause as Error).message}`,
    )
  }
  if (!/^0x[0-9a-f]{64}$/.test(text)) {
    throw new WorkerError('storage_failed', `${path} does not hold a signing key`, {
      next: 'Restore it from a copy. If it is lost, move the file away: the worker will make a new key and a new address.',
    })
  }
  return text as Hex
}
