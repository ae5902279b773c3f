import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './contentSecurityPolicy'

const policy = contentSecurityPolicy({
  nonce: 'abc',
  connect: ['http://127.0.0.1:8545/path', 'https://worker.example/v1', undefined, 'nonsense', 'javascript:0'],
  development: false,
})

describe('the content security policy', () => {
  it('lets scripts and styles in by nonce alone', () => {
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'")
    expect(policy).toContain("style-src 'self' 'nonce-abc'")
    expect(policy).not.toContain('unsafe')
  })

  it('lets the browser talk to the configured origins and nowhere else', () => {
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:8545 https://worker.example;")
    expect(policy).not.toContain('javascript')
    expect(policy).not.toMatch(/[ ;]\*|https:[ ;]/)
  })

  it('closes everything that is not named', () => {
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("img-src 'self' data:;")
  })
})
