// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { Markdown } from './Markdown'

afterEach(cleanup)

const html = (text: string) => render(<Markdown text={text} />).container.innerHTML

describe('text that nobody checked', () => {
  it('keeps its structure, below the headings of the page', () => {
    const shown = html('# One\n\n- **two**\n\n[three](https://example.org)')
    expect(shown).toContain('<h3>One</h3>')
    expect(shown).toContain('<strong>two</strong>')
    expect(shown).toContain('href="https://example.org"')
    expect(shown).toContain('noopener')
  })

  it('loads nothing and runs nothing', () => {
    const shown = html(
      '![spy](https://evil.example/x.png)\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) [b](data:text/html,x)\n\n<iframe src="https://evil.example"></iframe>',
    )
    expect(shown).not.toMatch(/<img|<script|<iframe|onerror=|href="(javascript|data)/)
    expect(shown).not.toContain('evil.example/x.png')
  })
})
