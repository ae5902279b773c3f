import type { NextRequest } from 'next/server'
import createMiddleware from 'next-intl/middleware'
import { routing } from './i18n/routing'
import { contentSecurityPolicy } from './lib/config/contentSecurityPolicy'

const chooseLocale = createMiddleware(routing)

/** Gives every page its language prefix and a content security policy with a nonce of its own. */
export function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
  const policy = contentSecurityPolicy({
    nonce,
    connect: [process.env.COMMONWEAL_RPC_URL, process.env.COMMONWEAL_WORKER_URL],
    development: process.env.NODE_ENV === 'development',
  })
  request.headers.set('x-nonce', nonce)
  request.headers.set('content-security-policy', policy)
  const response = chooseLocale(request)
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'no-referrer')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  return response
}

export const config = {
  matcher: ['/((?!api/|_next/static|_next/image|icon.svg|favicon.ico).*)'],
}
