/**
 * The content security policy of a page: own scripts only, by nonce; connections to the configured origins only.
 *
 * @param options.connect addresses the browser may talk to beside this site; what is no address is left out
 * @param options.development whether it is for `next dev`, which evaluates code and reloads through a socket
 */
export function contentSecurityPolicy({
  nonce,
  connect,
  development,
}: {
  nonce: string
  connect: readonly (string | undefined)[]
  development: boolean
}): string {
  const origins = connect.flatMap((address) => {
    if (address === undefined || !URL.canParse(address)) return []
    const { origin, protocol } = new URL(address)
    return protocol === 'http:' || protocol === 'https:' ? [origin] : []
  })
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    'style-src': ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...new Set(origins), ...(development ? ['ws:'] : [])],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}
