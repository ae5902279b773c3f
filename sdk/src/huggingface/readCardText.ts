import { cardPath } from './readModelCard.ts'

/** What the Markdown of a model card says to people. */
export type CardText = {
  title?: string
  description?: string
  intendedUse: string[]
  outOfScope: string[]
  limitations: string[]
}
type Topic = 'intendedUse' | 'outOfScope' | 'limitations'

/** Headings of Hugging Face's template, of cards that its Trainer writes, and what people write, also in Spanish. */
const topics: readonly (readonly [Topic, RegExp])[] = [
  ['outOfScope', /out.of.scope|\bnot for\b|misuse|fuera de(l)? alcance|usos? no previstos?/i],
  ['limitations', /limitation|\brisks?\b|\bbias\b|gets wrong|limitacion|sesgos?/i],
  [
    'intendedUse',
    /intended (use|for)|direct use|downstream use|^(model )?uses?$|^for$|(?<!no )usos? previstos?|^usos?$/i,
  ],
]
const placeholder = /^\[?more information needed\]?\.?$/i
const most = { items: 32, characters: 2000, description: 4000 }

/** A piece of the text: a heading, a paragraph, or a point of a list. */
type Block = { kind: 'heading' | 'paragraph' | 'point'; text: string }

/**
 * Finds what a model card says about uses and limits, by its headings. What is too long to be carried whole is
 * referred to by its heading instead of being cut.
 */
export function readCardText(body: string): CardText {
  const found = { intendedUse: new Map(), outOfScope: new Map(), limitations: new Map() } as Record<
    Topic,
    Map<string, string[]>
  >
  let title: string | undefined
  let description: string | undefined
  let heading = ''
  let subject: readonly Topic[] = []
  let label: readonly Topic[] | undefined
  let listed = false
  let headings = 0
  for (const { kind, text } of readBlocks(body)) {
    if (kind === 'heading') {
      headings++
      title ??= text
      heading = text
      subject = topicsOf(text)
      label = undefined
      listed = false
    } else if (kind === 'paragraph' && text.endsWith(':')) {
      // "Not for:" above a list says what the list is about.
      const own = topicsOf(text.slice(0, -1))
      label = own.length === 0 ? undefined : own
    } else {
      if (headings <= 1 && kind === 'paragraph') description ??= text
      if (placeholder.test(text)) continue
      listed ||= kind === 'point'
      for (const topic of (kind === 'point' ? label : undefined) ?? subject) {
        // Below a list of uses stands how to use it.
        if (topic === 'intendedUse' && kind === 'paragraph' && listed) continue
        const items = found[topic].get(heading) ?? []
        items.push(text)
        found[topic].set(heading, items)
      }
    }
  }
  const carried = (topic: Topic) => {
    const items = [...found[topic].values()].flat()
    const fits = items.length <= most.items && items.every((item) => item.length <= most.characters)
    return fits
      ? items
      : [...found[topic].keys()].map((each) => `See "${each}" in ${cardPath}.`).slice(0, most.items)
  }
  if (description !== undefined && description.length > most.description) description = `See ${cardPath}.`
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    intendedUse: carried('intendedUse'),
    outOfScope: carried('outOfScope'),
    limitations: carried('limitations'),
  }
}

function topicsOf(heading: string): readonly Topic[] {
  const matching = topics.filter(([, pattern]) => pattern.test(heading)).map(([topic]) => topic)
  // "Out-of-Scope Use" is no use; "Intended uses & limitations" is about both.
  return matching.includes('outOfScope') ? ['outOfScope'] : matching
}

/** Without regular expressions: a card is written by anyone, and must take no longer than it is long. */
function withoutComments(text: string): string {
  let rest = text
  let kept = ''
  for (;;) {
    const start = rest.indexOf('<!--')
    const end = start < 0 ? -1 : rest.indexOf('-->', start)
    if (end < 0) return kept + rest
    kept += rest.slice(0, start)
    rest = rest.slice(end + 3)
  }
}

function readBlocks(body: string): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  let fence: string | undefined
  const close = () => {
    if (open !== undefined && open.text !== '') blocks.push(open)
    open = undefined
  }
  for (const raw of withoutComments(body).split('\n')) {
    const line = raw.replaceAll('\t', ' ').trim().normalize('NFC')
    const opening = /^(```+|~~~+)/.exec(line)?.[1]
    if (fence !== undefined) {
      if (opening?.startsWith(fence)) fence = undefined
      continue
    }
    const heading = /^#{1,6} +(.+)$/.exec(line)
    const point = /^(?:[-*+]|\d{1,9}[.)])\s+(.+)$/.exec(line)
    if (opening !== undefined) {
      close()
      fence = opening
    } else if (heading?.[1] !== undefined) {
      close()
      blocks.push({ kind: 'heading', text: heading[1].replace(/^(.{0,200}?) +#+$/, '$1') })
    } else if (point?.[1] !== undefined) {
      close()
      open = { kind: 'point', text: point[1] }
    } else if (line === '' || /^([|<]|!\[|\[!\[|-{3,}$|={3,}$|\*{3,}$)/.test(line)) {
      // Tables, pictures and HTML are for the page, not for a list of sentences.
      close()
    } else {
      open ??= { kind: 'paragraph', text: '' }
      open.text = open.text === '' ? line : `${open.text} ${line}`
    }
  }
  close()
  return blocks
}
