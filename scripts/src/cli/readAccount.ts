import { readFile } from 'node:fs/promises'
import { type Hex, isHex, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { KeyError } from './KeyError.ts'

const next =
  'Give an encrypted keystore with --keystore FILE, or a key in the environment variable COMMONWEAL_PRIVATE_KEY. Keys are never arguments: other programs on the machine can read those.'

async function readPassphrase(environment: NodeJS.ProcessEnv, file: string): Promise<string> {
  if (environment.COMMONWEAL_KEYSTORE_PASSWORD !== undefined) return environment.COMMONWEAL_KEYSTORE_PASSWORD
  const path = environment.COMMONWEAL_KEYSTORE_PASSWORD_FILE
  if (path !== undefined) {
    try {
      // Editors end files with a line break; a passphrase that ends in one could not be typed.
      return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
    } catch (cause) {
      throw new KeyError(`The file with the passphrase, ${path}, cannot be read.`, {
        code: 'no_passphrase',
        cause,
      })
    }
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new KeyError(`There is no terminal to ask for the passphrase of ${file}.`, {
      code: 'no_passphrase',
      next: 'Set COMMONWEAL_KEYSTORE_PASSWORD_FILE (or COMMONWEAL_KEYSTORE_PASSWORD).',
    })
  }
  const { password } = await import('@inquirer/prompts')
  // Asked on stderr, so that --json keeps a clean stdout.
  try {
    return await password({ message: `Passphrase of ${file}` }, { output: process.stderr })
  } catch (cause) {
    throw new KeyError('No passphrase was given; nothing was signed.', { code: 'no_passphrase', cause })
  }
}

async function readKeystore(environment: NodeJS.ProcessEnv, file: string): Promise<LocalAccount> {
  let json: string
  try {
    json = await readFile(file, 'utf8')
  } catch (cause) {
    throw new KeyError(`The keystore ${file} cannot be read.`, { code: 'keystore_unreadable', cause })
  }
  // Only whoever has a keystore waits for this library to load.
  const { isKeystoreJson, Wallet } = await import('ethers')
  if (!isKeystoreJson(json)) {
    throw new KeyError(`${file} is not an encrypted keystore (Web3 Secret Storage, version 3).`, {
      code: 'keystore_invalid',
      next: 'Make one with any Ethereum wallet, for instance `cast wallet import` or `geth account new`.',
    })
  }
  const passphrase = await readPassphrase(environment, file)
  try {
    const wallet = await Wallet.fromEncryptedJson(json, passphrase)
    return privateKeyToAccount(wallet.privateKey as Hex)
  } catch (cause) {
    if (cause instanceof Error && /incorrect password/i.test(cause.message)) {
      throw new KeyError(`The passphrase does not open ${file}.`, { code: 'wrong_passphrase' })
    }
    throw new KeyError(`${file} cannot be decrypted.`, { code: 'keystore_invalid', cause })
  }
}

/**
 * Opens the key that signs: the keystore named, else the key in the environment.
 *
 * @param keystore File given by flag or COMMONWEAL_KEYSTORE.
 * @throws KeyError
 */
export async function readAccount(
  environment: NodeJS.ProcessEnv,
  keystore: string | undefined,
): Promise<LocalAccount> {
  const file = keystore ?? environment.COMMONWEAL_KEYSTORE
  if (file !== undefined && file !== '') return readKeystore(environment, file)
  const key = environment.COMMONWEAL_PRIVATE_KEY
  if (key === undefined || key === '')
    throw new KeyError('This needs a key to sign with, and none is given.', { code: 'no_key', next })
  const prefixed = key.startsWith('0x') ? key : `0x${key}`
  if (!isHex(prefixed, { strict: true }) || prefixed.length !== 66) {
    throw new KeyError('COMMONWEAL_PRIVATE_KEY does not hold a private key (32 bytes in hex).', {
      code: 'invalid_key',
      next,
    })
  }
  try {
    return privateKeyToAccount(prefixed)
  } catch {
    // Without the cause: its message may quote the key.
    throw new KeyError('COMMONWEAL_PRIVATE_KEY does not hold a valid private key.', {
      code: 'invalid_key',
      next,
    })
  }
}
