import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { base58btc } from 'multiformats/bases/base58'

/**
 * The name this node gives itself: an Ed25519 key made on first start and kept in `folder`, written as libp2p
 * writes peer ids (identity multihash of the protobuf-encoded public key).
 */
export async function readPeerId(folder: string): Promise<string> {
  const path = join(folder, 'identity.pem')
  const pem = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    await writeFile(`${path}.draft`, made, { mode: 0o600 })
    await rename(`${path}.draft`, path)
    return made
  })
  const publicKey = createPublicKey(pem).export({ type: 'spki', format: 'der' }).subarray(-32)
  return base58btc.baseEncode(Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...publicKey))
}
