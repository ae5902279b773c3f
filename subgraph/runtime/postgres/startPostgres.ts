import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { type Kept, startKept } from '../process/startKept.ts'
import { RuntimeError } from '../RuntimeError.ts'
import { clearStale } from './clearStale.ts'
import { locateBinaries, type PostgresBinaries } from './locateBinaries.ts'
import { reachableByAll } from './reachable.ts'
import { leaveRuntimeFolder, runtimeFolder } from './runtimeFolder.ts'
import { type Identity, serverIdentity } from './serverIdentity.ts'

/** What {@link startPostgres} needs. */
export interface PostgresOptions {
  /** Folder for the data; made when missing. Kept between runs where Postgres' user can reach it, else made anew. */
  stateDir: string
  log: (line: string) => void
  signal?: AbortSignal
}

/** A running private Postgres. It listens on a unix socket only. */
export interface Postgres {
  /** Path of the socket. */
  socket: string
  /** The server's exit status, once it is over. */
  exited: Promise<number>
  /** Newest log lines, oldest first. */
  lastLines(): string[]
  /** An empty database of this name, whatever was there before: UTF8, C locale, the extensions graph-node uses. */
  recreateDatabase(name: string): Promise<void>
  /** A URL for a program that reaches the server at `host:port` through a forwarder. Holds the password. */
  url(database: string, host: string, port: number): string
  stop(): Promise<void>
}

const USER = 'commonweal'
const PORT = 5432
const EXTENSIONS = ['pg_trgm', 'btree_gist', 'postgres_fdw', 'pg_stat_statements']
const READY = 'database system is ready to accept connections'

/**
 * Starts a Postgres for the indexer alone, from the binaries that npm brought. What it holds can always be made
 * again from the chain, so durability is traded for speed, and data it cannot start from are thrown away.
 * @throws RuntimeError `postgres_failed` with the server's last lines, and those of {@link locateBinaries},
 * `postgres_in_use`, `no_user_for_postgres`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const identity = await serverIdentity()
  const binaries = await locateBinaries(identity !== undefined)
  const folders = await prepareFolders(options.stateDir, identity)

  let password = await readPassword(folders, binaries)
  if (password === undefined) password = await initialise(folders, binaries, identity, options)
  let server: Kept
  try {
    server = await serve(folders, binaries, identity, options)
  } catch (error) {
    if (options.signal?.aborted) throw error
    options.log(`The database cannot be started from ${folders.data}; making it anew from the chain.`)
    password = await initialise(folders, binaries, identity, options)
    server = await serve(folders, binaries, identity, options)
  }

  const connection = { host: folders.socket, port: PORT, user: USER, password }
  return {
    socket: path.join(folders.socket, `.s.PGSQL.${PORT}`),
    exited: server.exited,
    lastLines: server.lastLines,
    async recreateDatabase(name) {
      await run({ ...connection, database: 'postgres' }, [
        `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`,
        `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
      ])
      await run(
        { ...connection, database: name },
        EXTENSIONS.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${extension}`),
      )
    },
    url: (database, host, port) => `postgresql://${USER}:${password}@${host}:${port}/${database}`,
    async stop() {
      await server.stop()
      // Where the keeper was killed, the server it kept is still there.
      await clearStale(folders.data)
      await rm(folders.socket, { recursive: true, force: true })
      if (folders.borrowed) await rm(folders.home, { recursive: true, force: true })
      await leaveRuntimeFolder(path.dirname(folders.socket))
    },
  }
}

interface Folders {
  /** Holds `data` and the password. */
  home: string
  data: string
  socket: string
  passwordFile: string
  /** Whether `home` is outside the state folder, where it must not stay. */
  borrowed: boolean
}

async function prepareFolders(stateDir: string, identity: Identity | undefined): Promise<Folders> {
  const state = path.resolve(stateDir)
  await mkdir(state, { recursive: true })
  const runtime = await runtimeFolder(state)
  const inState = path.join(state, 'postgres')
  await mkdir(inState, { recursive: true, mode: 0o711 })
  const borrowed = identity !== undefined && !(await reachableByAll(path.join(inState, 'data')))
  const home = borrowed ? path.join(runtime, 'postgres') : inState
  const socket = path.join(runtime, 'pg')
  await mkdir(home, { recursive: true, mode: 0o711 })
  await chmod(home, 0o711)
  await clearStale(path.join(home, 'data'))
  await rm(socket, { recursive: true, force: true })
  await mkdir(socket, { mode: 0o700 })
  if (identity !== undefined) await chown(socket, identity.uid, identity.gid)
  return { home, data: path.join(home, 'data'), socket, passwordFile: path.join(home, 'password'), borrowed }
}

/** The password of a finished data folder of this major version; undefined where one has to be made. */
async function readPassword(folders: Folders, binaries: PostgresBinaries): Promise<string | undefined> {
  const version = await readFile(path.join(folders.data, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version.trim() !== binaries.version.split('.')[0]) return undefined
  return readFile(folders.passwordFile, 'utf8').catch(() => undefined)
}

async function initialise(
  folders: Folders,
  binaries: PostgresBinaries,
  identity: Identity | undefined,
  options: PostgresOptions,
): Promise<string> {
  await rm(folders.data, { recursive: true, force: true })
  await rm(folders.passwordFile, { force: true })
  await mkdir(folders.data, { mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  const handed = path.join(folders.socket, 'password')
  await writeFile(handed, password, { mode: 0o600 })
  if (identity !== undefined) {
    await chown(folders.data, identity.uid, identity.gid)
    await chown(handed, identity.uid, identity.gid)
  }
  const initdb = startKept(
    {
      command: binaries.initdb,
      args: [
        `--pgdata=${folders.data}`,
        `--username=${USER}`,
        `--pwfile=${handed}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
        '--no-instructions',
      ],
      env: environment(),
      cwd: '/',
      ...identity,
      stopSignal: 'SIGTERM',
      graceMs: 5_000,
    },
    () => {},
  )
  const abort = () => void initdb.stop()
  options.signal?.addEventListener('abort', abort, { once: true })
  const status = await initdb.exited
  options.signal?.removeEventListener('abort', abort)
  options.signal?.throwIfAborted()
  await rm(handed, { force: true })
  if (status !== 0) throw failed('initdb', status, initdb.lastLines())
  // Written last: it says that the folder is finished.
  await writeFile(folders.passwordFile, password, { mode: 0o600 })
  return password
}

async function serve(
  folders: Folders,
  binaries: PostgresBinaries,
  identity: Identity | undefined,
  options: PostgresOptions,
): Promise<Kept> {
  let ready = () => {}
  const readyLine = new Promise<'ready'>((resolve) => {
    ready = () => resolve('ready')
  })
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folders.socket,
    unix_socket_permissions: '0700',
    port: String(PORT),
    max_connections: '100',
    shared_buffers: '64MB',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    logging_collector: 'off',
    // What graph-node's statements run into, it says itself.
    log_min_messages: 'log',
    log_checkpoints: 'off',
  }
  const server = startKept(
    {
      command: binaries.postgres,
      args: ['-D', folders.data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      env: environment(),
      cwd: '/',
      ...identity,
      // Fast shutdown: open transactions are rolled back.
      stopSignal: 'SIGINT',
      graceMs: 10_000,
    },
    (line) => {
      options.log(line)
      if (line.includes(READY)) ready()
    },
  )
  const aborted = new Promise<'aborted'>((resolve) => {
    options.signal?.addEventListener('abort', () => resolve('aborted'), { once: true })
  })
  const outcome = await Promise.race([readyLine, server.exited, aborted])
  if (outcome === 'ready' && !options.signal?.aborted) return server
  await server.stop()
  options.signal?.throwIfAborted()
  throw failed('postgres', typeof outcome === 'number' ? outcome : 1, server.lastLines())
}

/** Nothing of ours reaches the server but what it needs to find its words. */
function environment(): Record<string, string> {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

async function run(config: pg.ClientConfig, statements: string[]): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

function failed(program: string, status: number, lines: string[]): RuntimeError {
  return new RuntimeError('postgres_failed', `${program} ended with status ${status}.`, {
    details: lines.slice(-10).join('\n'),
    next: 'Read the lines above; a full disk and a missing libc are the usual reasons.',
  })
}
