import { readFile } from 'node:fs/promises'
import { RuntimeError } from '../RuntimeError.ts'

/** The user a server runs under. */
export interface Identity {
  uid: number
  gid: number
}

/**
 * Under whom Postgres is to run: it refuses root, so root starts it as `nobody`; anybody else runs it as themselves.
 * @returns undefined where this process' own user will do.
 * @throws RuntimeError `no_user_for_postgres` for root on a machine without that user.
 */
export async function serverIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === 'nobody' && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new RuntimeError(
    'no_user_for_postgres',
    'Postgres refuses to run as root, and there is no user `nobody`.',
    {
      next: 'Run the stack as a normal user, or add the user `nobody`.',
    },
  )
}
