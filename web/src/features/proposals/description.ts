import { readDescription } from '@commonweal/sdk/proposals/description'

/** A proposal's text as people read it: its first line is the title, whatever marks it carries. */
export function titleAndBody(description: string): { title: string | null; body: string } {
  const { text } = readDescription(description)
  const [first = '', ...rest] = text.trim().split('\n')
  const title = first
    .replace(/^#{1,6}\s+/, '')
    .replace(/[*_`]/g, '')
    .trim()
  if (title.length === 0) return { title: null, body: text.trim() }
  // A first paragraph is not a title: show it whole below, and its beginning above.
  if (title.length > 120) return { title: `${title.slice(0, 117)}…`, body: text.trim() }
  return { title, body: rest.join('\n').trim() }
}
