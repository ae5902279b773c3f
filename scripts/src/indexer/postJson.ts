import http from 'node:http'

/** Where a server listens. */
export type Server = { socketPath: string } | { host: string; port: number }

/**
 * Posts JSON and reads JSON, over TCP or a unix socket (which fetch cannot do).
 * @throws Error where nothing answers within `timeoutMs`, the status is not 200, or the answer is not JSON.
 */
export async function postJson(
  server: Server,
  path: string,
  body: unknown,
  timeoutMs: number,
): Promise<unknown> {
  const payload = JSON.stringify(body)
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(
      {
        ...server,
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(payload)
  })
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text.slice(0, 200)}`)
  return JSON.parse(text)
}
