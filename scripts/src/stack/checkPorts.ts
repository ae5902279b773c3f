import { createServer } from 'node:net'
import { findPortOwner } from './findPortOwner.ts'
import { StackError } from './StackError.ts'

/**
 * Makes sure that every port is free, before anything is started.
 *
 * @throws StackError `port_in_use`, naming each taken port with the process that holds it.
 */
export async function checkPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const taken: string[] = []
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue
    const owner = await findPortOwner(port)
    taken.push(
      owner
        ? `Port ${port} (${name}) is in use by process ${owner.pid}: ${owner.command}`
        : `Port ${port} (${name}) is in use, by a process that cannot be seen from here`,
    )
  }
  if (taken.length === 0) return
  throw new StackError(`${taken.join('\n')}.`, {
    code: 'port_in_use',
    next: 'End that process, or use other ports: npm start -- --ports 18540',
  })
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return await new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
