import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { IndexerError } from './IndexerError.ts'

/** The path under which pages ask, whatever graph-node calls the subgraph. */
export const SUBGRAPH_PATH = '/subgraphs/name/commonweal'
/** What `gnd dev` calls the first manifest it is given. */
const INNER_PATH = '/subgraphs/name/subgraph-0'

/** An open entrance. */
export interface Entrance {
  /** `http://127.0.0.1:<port>`. */
  url: string
  close(): Promise<void>
}

/**
 * Opens the one way in: GraphQL over HTTP on the loopback interface, passed on to graph-node's query port.
 * @param port 0 for any free one.
 * @param inner Unix socket of the query port.
 * @throws IndexerError `port_in_use`.
 */
export async function serveGraphql(port: number, inner: string): Promise<Entrance> {
  const server = http.createServer((request, response) => {
    const [path = '', query] = (request.url ?? '').split('?')
    if (path !== SUBGRAPH_PATH) {
      answer(response, 404, `Nothing here. GraphQL is at ${SUBGRAPH_PATH}.`)
      return
    }
    const outgoing = http.request(
      {
        socketPath: inner,
        path: query === undefined ? INNER_PATH : `${INNER_PATH}?${query}`,
        method: request.method,
        headers: { ...request.headers, host: 'graph-node' },
      },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, incoming.headers)
        incoming.on('error', () => response.destroy())
        incoming.pipe(response)
      },
    )
    outgoing.on('error', () => {
      if (response.headersSent) response.destroy()
      else
        answer(
          response,
          503,
          'The indexer is not answering. It may still be starting; ask again in a moment.',
        )
    })
    response.on('close', () => outgoing.destroy())
    request.pipe(outgoing)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new IndexerError(`Port ${port} on 127.0.0.1 is in use.`, {
              code: 'port_in_use',
              next: 'Stop the program that holds it, or choose another port for the indexer.',
              cause,
            })
          : cause,
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: http.ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
  response.end(JSON.stringify({ errors: [{ message }] }))
}
