#!/usr/bin/env node
// Brings the pinned Node and the dependencies, then hands over to the wanted command under that Node.
// Plain JavaScript without dependencies: it has to run on a machine that has only Node 20 and npm.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { constants as osConstants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { arch, argv, env, execPath, exit, pid, platform, stderr, version } from 'node:process'
import { fileURLToPath } from 'node:url'

const nodeVersion = '24.21.0'
/** Digests of the npm packages that carry the pinned Node, so that the registry need not be believed. */
const nodePackages = {
  'linux-x64':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64':
    'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  'win-x64':
    'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.commonweal')
const toolchain = join(cache, 'toolchain')
const modules = join(root, 'node_modules')

const targets = {
  start: 'scripts/src/stack/main.ts',
  test: 'scripts/src/testing/main.ts',
  cli: 'scripts/src/cli/main.ts',
  check: 'scripts/src/checks/main.ts',
  gas: 'contracts/scripts/gas.ts',
  coverage: 'contracts/scripts/coverage.ts',
  mutants: 'sdk/scripts/mutants.ts',
}

const usage = `Usage: node scripts/bootstrap.mjs <command> [arguments]

  start     the local stack, seeded, with the web app (npm start)
  test      every test (npm test); with --deep those that take an hour (npm run test:deep)
  cli       the commonweal command line (npm run -s cli -- …)
  check     formatting, lint, types, import directions, generated code
  gas       what every call of the contracts costs, beside OpenZeppelin's (npm run gas)
  coverage  which lines of the contracts the tests run (npm run coverage)
  mutants   which changes of the sdk no test notices (npm run test:mutants)
`

const startedAt = Date.now()

class BootstrapError extends Error {
  /** @param {string} message @param {string} next */
  constructor(message, next) {
    super(message)
    this.next = next
  }
}

// Progress goes to stderr only: `cli` promises a clean stdout.
const say = (/** @type {string} */ text) => stderr.write(`${text}\n`)
const digest = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex')

/** npm's own JavaScript, to be run by the Node we choose: npm under Node 20 skips native packages. */
function findNpm() {
  const candidates = []
  if (env.npm_execpath?.endsWith('npm-cli.js')) candidates.push(env.npm_execpath)
  candidates.push(join(dirname(execPath), '../lib/node_modules/npm/bin/npm-cli.js'))
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const npm = join(folder, 'npm')
    if (!existsSync(npm)) continue
    const real = realpathSync(npm)
    candidates.push(real, join(dirname(real), 'node_modules/npm/bin/npm-cli.js'))
  }
  candidates.push('/usr/share/nodejs/npm/bin/npm-cli.js')
  const found = candidates.find((path) => path.endsWith('npm-cli.js') && existsSync(path))
  if (!found) {
    throw new BootstrapError('npm was not found.', 'Install npm (it comes with Node.js) and run this again.')
  }
  return found
}

const isAlive = (/** @type {number} */ owner) => {
  try {
    process.kill(owner, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** Runs `work` while no other bootstrap of this checkout installs anything. */
async function withInstallLock(/** @type {() => Promise<void>} */ work) {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, 'install.lock')
  let told = false
  for (;;) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(pid))
      closeSync(file)
      break
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    const owner = Number(existsSync(path) ? readFileSync(path, 'utf8') : 0)
    // An empty lock is one that is being written, or one whose writer died in that instant.
    const abandoned = owner === 0 && existsSync(path) && Date.now() - statSync(path).mtimeMs > 5_000
    if (abandoned || (owner > 0 && !isAlive(owner))) {
      rmSync(path, { force: true })
      continue
    }
    if (!told && owner > 0) say(`Another installation is at work (process ${owner}), waiting for it …`)
    told ||= owner > 0
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const release = () => rmSync(path, { force: true })
  process.once('exit', release)
  try {
    await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const seconds = (/** @type {number} */ since) => `${((Date.now() - since) / 1000).toFixed(0)} s`

/**
 * Runs npm under `node` with its output in a log, showing how many packages have arrived.
 * @param {string} node @param {string[]} args @param {string} what @param {number} [total]
 */
async function npm(node, args, what, total) {
  const logPath = join(cache, 'install.log')
  const log = createWriteStream(logPath)
  const started = Date.now()
  const child = spawn(
    node,
    [findNpm(), ...args, '--loglevel=http', '--no-audit', '--no-fund', '--ignore-scripts'],
    {
      cwd: root,
      env: { ...env, PATH: pathFor(node), ONNXRUNTIME_NODE_INSTALL: 'skip' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let fetched = 0
  const lines = /** @type {string[]} */ ([])
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text) => {
      log.write(text)
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        if (/npm http (fetch|cache)/.test(line)) fetched += /\.tgz\b/.test(line) ? 1 : 0
        else if (line.trim()) lines.push(line)
      }
    })
  }
  const progress = () =>
    `${what} … ${fetched > 0 ? `${fetched}${total ? ` of about ${Math.max(total, fetched)}` : ''} packages, ` : ''}${seconds(started)}`
  say(`${what} …`)
  const ticker = setInterval(
    () => (stderr.isTTY ? stderr.write(`\r\x1b[K${progress()}`) : say(progress())),
    stderr.isTTY ? 500 : 10_000,
  )
  const stop = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (...result) => resolve(result))
  })
  process.off('SIGINT', stop).off('SIGTERM', stop)
  clearInterval(ticker)
  log.end()
  if (stderr.isTTY) stderr.write('\r\x1b[K')
  if (signal || code > 128) {
    say(`${what}: interrupted. Nothing half-installed will be used; run the command again.`)
    exit(signal ? 128 + (osConstants.signals[signal] ?? 0) : code)
  }
  if (code !== 0) {
    const tail = lines.filter((line) => /npm (error|warn)/i.test(line)).slice(-12)
    for (const line of tail) say(`  ${line}`)
    const offline = lines.some((line) =>
      /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(
        line,
      ),
    )
    const full = lines.some((line) => /ENOSPC/.test(line))
    if (full)
      throw new BootstrapError(`${what} failed: the disk is full.`, `Free some space and run this again.`)
    throw offline
      ? new BootstrapError(
          `${what} failed: the npm registry could not be reached.`,
          'Check the network and `npm config get registry` (behind a proxy also `npm config get https-proxy`), then run this again.',
        )
      : new BootstrapError(
          `${what} failed (npm ended with code ${code}).`,
          `Read ${logPath}, then run this again.`,
        )
  }
  say(`${what}: done in ${seconds(started)}`)
}

const pathFor = (/** @type {string} */ node) =>
  [dirname(node), join(modules, '.bin'), env.PATH].filter(Boolean).join(delimiter)

/** The pinned Node: this very process if it is that version, else the one in the toolchain folder. */
async function bringNode() {
  if (version === `v${nodeVersion}`) return execPath
  const name = `${platform === 'win32' ? 'win' : platform}-${arch}`
  const binary = platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const home = join(toolchain, 'node_modules', `node-${name}`)
  const installed = () => {
    const manifest = join(home, 'package.json')
    return (
      existsSync(join(home, binary)) &&
      existsSync(manifest) &&
      JSON.parse(readFileSync(manifest, 'utf8')).version === nodeVersion
    )
  }
  if (installed()) return join(home, binary)
  const ownIsEnough = Number(version.slice(1).split('.')[0]) >= 24
  const integrity = nodePackages[/** @type {keyof typeof nodePackages} */ (name)]
  if (!integrity) {
    if (ownIsEnough) return execPath
    throw new BootstrapError(
      `There is no packaged Node ${nodeVersion} for ${name}, and this Node is ${version}.`,
      'Install Node 24 from https://nodejs.org and run this again.',
    )
  }
  try {
    await withInstallLock(async () => {
      if (installed()) return
      // Built beside and renamed into place: an interrupted download leaves no half a toolchain.
      const draft = `${toolchain}.${pid}`
      const wanted = { [`node-${name}`]: nodeVersion }
      mkdirSync(draft, { recursive: true })
      try {
        writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }))
        writeFileSync(
          join(draft, 'package-lock.json'),
          JSON.stringify({
            lockfileVersion: 3,
            requires: true,
            packages: {
              '': { dependencies: wanted },
              [`node_modules/node-${name}`]: { version: nodeVersion, integrity },
            },
          }),
        )
        await npm(execPath, ['ci', '--prefix', draft, '--workspaces=false'], `Bringing Node ${nodeVersion}`)
        rmSync(toolchain, { recursive: true, force: true })
        renameSync(draft, toolchain)
      } finally {
        rmSync(draft, { recursive: true, force: true })
      }
      if (!installed())
        throw new BootstrapError(`Node ${nodeVersion} did not arrive in ${home}.`, 'Run this again.')
    })
  } catch (error) {
    if (!ownIsEnough) throw error
    say(`${/** @type {Error} */ (error).message} Going on with this Node, ${version}.`)
    return execPath
  }
  return join(home, binary)
}

/**
 * Whether what npm says it installed (its hidden lockfile, written last) is all that the lockfile asks
 * for on this platform. True after a developer's own `npm install`, which leaves no stamp of ours.
 */
function agreesWithLockfile(/** @type {Buffer} */ lockfile) {
  const hidden = join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages ?? {}
  /** @param {string[] | undefined} list @param {string} own */
  const allows = (list, own) =>
    !list ||
    (list.some((entry) => entry === own || entry === 'any') && !list.includes(`!${own}`)) ||
    (list.every((entry) => entry.startsWith('!')) && !list.includes(`!${own}`))
  const libc = platform !== 'linux' ? undefined : isGlibc() ? 'glibc' : 'musl'
  for (const [path, entry] of Object.entries(JSON.parse(lockfile.toString()).packages ?? {})) {
    if (!path.includes('node_modules/')) continue
    const wanted = /** @type {any} */ (entry)
    if (!allows(wanted.os, platform) || !allows(wanted.cpu, arch)) continue
    if (libc && !allows(wanted.libc, libc)) continue
    const got = present[path]
    if (!got || got.version !== wanted.version || got.integrity !== wanted.integrity) return false
    if (!existsSync(join(root, path))) return false
  }
  return true
}

const isGlibc = () => Boolean(/** @type {any} */ (process.report?.getReport())?.header?.glibcVersionRuntime)

async function bringDependencies(/** @type {string} */ node) {
  // For who keeps node_modules by hand, say while changing dependencies in several terminals.
  if (env.COMMONWEAL_SKIP_INSTALL === '1') return
  const lockPath = join(root, 'package-lock.json')
  if (!existsSync(lockPath)) {
    throw new BootstrapError(`${lockPath} is missing.`, 'Restore it with `git checkout package-lock.json`.')
  }
  const stamp = join(modules, '.commonweal-lockfile-hash')
  const lockfile = readFileSync(lockPath)
  const hash = digest(lockfile)
  const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
  if (fresh()) return
  await withInstallLock(async () => {
    if (fresh()) return
    if (!agreesWithLockfile(lockfile)) {
      const total = Object.entries(JSON.parse(lockfile.toString()).packages).filter(
        ([path, entry]) =>
          path.includes('node_modules/') &&
          !(/** @type {any} */ (entry).link) &&
          !(/** @type {any} */ (entry).optional),
      ).length
      await npm(node, ['ci', '--include=dev', '--include=optional'], 'Installing dependencies', total)
    }
    writeFileSync(stamp, hash)
  })
}

/**
 * The processes that stand for npm: our parent, and npm itself when a shell stands between. That shell dies
 * of a SIGTERM without passing it on, and outlives an npm that was killed. An orphan has lost its owner, so
 * it stops what it started instead of running on unseen.
 */
function findOwners() {
  const owners = [process.ppid]
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    const [, name, rest = ''] = /\((.*)\) (.*)/s.exec(stat) ?? []
    if (/^(ba|da)?sh$/.test(name ?? '')) owners.push(Number(rest.split(' ')[1]))
  } catch {
    // No /proc on this system: the parent alone is watched.
  }
  return owners
}

/** Hands over: same terminal, signals passed through, the child's exit code is ours. */
function handOver(/** @type {string} */ node, /** @type {string[]} */ args) {
  const child = spawn(node, args, {
    stdio: 'inherit',
    // Paths given to the command line are meant from where the person stands; npm moves to the root first.
    cwd: argv[2] !== 'cli' ? root : env.npm_lifecycle_event && env.INIT_CWD ? env.INIT_CWD : process.cwd(),
    env: {
      ...env,
      PATH: pathFor(node),
      ONNXRUNTIME_NODE_INSTALL: 'skip',
      NEXT_TELEMETRY_DISABLED: '1',
      HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
      COMMONWEAL_BOOTSTRAP_PID: String(pid),
      COMMONWEAL_BOOTSTRAP_STARTED: String(startedAt),
    },
  })
  const signals = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  if (env.npm_lifecycle_event) {
    const owners = findOwners()
    const orphaned = () => findOwners().join() !== owners.join()
    setInterval(() => orphaned() && child.kill('SIGTERM'), 300).unref()
  }
  child.once('error', (error) =>
    fail(new BootstrapError(`${node} could not be started: ${error.message}`, 'Run this again.')),
  )
  child.once('exit', (code, signal) => exit(signal ? 128 + (osConstants.signals[signal] ?? 0) : (code ?? 1)))
}

function fail(/** @type {unknown} */ error) {
  say(`Error: ${error instanceof Error ? error.message : String(error)}`)
  if (error instanceof BootstrapError) say(`Next: ${error.next}`)
  else if (error instanceof Error) say(String(error.stack))
  exit(1)
}

async function main() {
  const [command = '', ...rest] = argv.slice(2)
  const target = targets[/** @type {keyof typeof targets} */ (command)]
  if (!target) {
    stderr.write(usage)
    exit(command === '' || command === '--help' || command === '-h' ? 0 : 2)
  }
  const node = await bringNode()
  await bringDependencies(node)
  handOver(node, [join(root, target), ...rest])
}

main().catch(fail)
