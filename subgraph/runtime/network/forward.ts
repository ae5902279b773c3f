import { rm } from 'node:fs/promises'
import net from 'node:net'
import { pipeline } from 'node:stream/promises'

/** Where a connection comes in, or goes to: a loopback port, or a unix socket. */
export type Endpoint = { host: string; port: number } | { path: string }

/** An open forwarder. */
export interface Forwarder {
  /** The port it listens on; 0 for a unix socket. */
  port: number
  close(): Promise<void>
}

/**
 * Passes every connection made to `from` on to `to`, byte for byte. A connection whose other side cannot be reached is
 * closed.
 * @throws The listen error (EADDRINUSE …) of `from`.
 */
export async function forward(from: Endpoint, to: Endpoint): Promise<Forwarder> {
  const open = new Set<net.Socket>()
  const server = net.createServer({ allowHalfOpen: true }, (incoming) => {
    const outgoing = net.connect({ ...to, allowHalfOpen: true })
    for (const socket of [incoming, outgoing]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    Promise.all([pipeline(incoming, outgoing), pipeline(outgoing, incoming)]).catch(() => {
      incoming.destroy()
      outgoing.destroy()
    })
  })
  if ('path' in from) await rm(from.path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(from, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
