import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * The browser of the end-to-end test: the one named by COMMONWEAL_CHROMIUM, the system's, one from Debian's packages
 * where this machine lets us install it, or Playwright's own.
 *
 * @returns the path of an executable; undefined where Playwright shall take its own
 * @throws CommonwealError when there is none and none can be brought
 */
export async function findChromium(say: (line: string) => void): Promise<string | undefined> {
  const wanted = process.env.COMMONWEAL_CHROMIUM
  if (wanted !== undefined) {
    if (existsSync(wanted)) return wanted
    throw new CommonwealError(`COMMONWEAL_CHROMIUM names ${wanted}, which does not exist.`, {
      code: 'chromium_missing',
      next: 'Set it to the path of a Chromium, or leave it unset.',
    })
  }
  const present = known.find((path) => existsSync(path))
  if (present) return present

  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (existsSync('/usr/bin/apt-get')) {
    say('Chromium is missing; installing it with apt …')
    const apt = [...sudo, 'apt-get']
    const installed =
      (await run([...apt, 'update', '-qq'])) &&
      (await run([
        ...apt,
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        'chromium',
        'fonts-dejavu-core',
      ]))
    const arrived = known.find((path) => existsSync(path))
    if (installed && arrived) return arrived
  }
  say("Chromium is missing; trying Playwright's own …")
  if (await run(['playwright', 'install', 'chromium'])) return undefined
  throw new CommonwealError('There is no Chromium for the browser test, and none could be installed.', {
    code: 'chromium_missing',
    next: 'Install it (Debian and Ubuntu: apt-get install chromium) or set COMMONWEAL_CHROMIUM to its path.',
  })
}

async function run([program = '', ...args]: string[]): Promise<boolean> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return new Promise((settle) => {
    child.once('error', () => settle(false))
    child.once('close', (code) => settle(code === 0))
  })
}
