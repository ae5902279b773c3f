import { expect, test } from 'vitest'
import { readCardText } from './readCardText.ts'

test('finds uses and limits under the headings of the Hugging Face template', () => {
  const text = readCardText(`# My model

<!-- Provide a quick summary. -->
A model
in two lines.

## Uses
### Direct Use
Sorting.
### Downstream Use [optional]
[More Information Needed]
### Out-of-Scope Use
1. Judging.
2) Spying.
## Bias, Risks, and Limitations
Knows little.
### Recommendations
Be careful.
`)
  expect(text).toEqual({
    title: 'My model',
    description: 'A model in two lines.',
    intendedUse: ['Sorting.'],
    outOfScope: ['Judging.', 'Spying.'],
    limitations: ['Knows little.'],
  })
})

test('a heading about uses and limitations is about both', () => {
  const text = readCardText('## Intended uses & limitations ##\n- One\n- Two')
  expect(text).toMatchObject({ intendedUse: ['One', 'Two'], limitations: ['One', 'Two'] })
})

test('a label above a list says what the list is about', () => {
  const text = readCardText(`## Use

For:
- A
- B

Not for:
- C
  and more of C

Say it like this.

## How it was made
- D`)
  expect(text).toMatchObject({ intendedUse: ['A', 'B'], outOfScope: ['C and more of C'], limitations: [] })
})

test('reads Spanish headings', () => {
  const text = readCardText(
    '## Usos previstos\nA\n## Fuera del alcance\nB\n## Limitaciones y sesgos\nC\n## Usos no previstos\nD',
  )
  expect(text).toMatchObject({ intendedUse: ['A'], outOfScope: ['B', 'D'], limitations: ['C'] })
})

test('takes no code, comment, table, picture or HTML for a sentence', () => {
  const text = readCardText(`## Limitations
\`\`\`\`python
# Uses
- not this
\`\`\`
\`\`\`\`
~~~
nor this
~~~
| a | b |
<img src="x">
![x](y)
[![x](y)](z)
---
<!-- nor
this -->
This.\tYes.
<!-- without an end`)
  expect(text.limitations).toEqual(['This. Yes.'])
  expect(text).not.toHaveProperty('title', 'Uses')
})

test('the description is the first paragraph before a second heading', () => {
  expect(readCardText('Before any heading.').description).toBe('Before any heading.')
  expect(readCardText('# T\n## Model details\nNot this.')).not.toHaveProperty('description')
  expect(readCardText('# T\n- not a point\n\nThis.\n\nNot this.').description).toBe('This.')
  expect(readCardText(`# T\n${'x'.repeat(4000)}`).description).toHaveLength(4000)
  expect(readCardText(`# T\n${'x'.repeat(4001)}`).description).toBe('See README.md.')
})

test('what is too long or too much is referred to, never cut', () => {
  expect(readCardText(`## Limitations\n${'x'.repeat(2000)}`).limitations).toEqual(['x'.repeat(2000)])
  expect(readCardText(`## Limitations\n${'x'.repeat(2001)}\n## Risks\n- y`).limitations).toEqual([
    'See "Limitations" in README.md.',
    'See "Risks" in README.md.',
  ])
  const points = (count: number) => `## Uses\n${'- x\n'.repeat(count)}`
  expect(readCardText(points(32)).intendedUse).toHaveLength(32)
  expect(readCardText(points(33)).intendedUse).toEqual(['See "Uses" in README.md.'])
})

test.each([
  ['comments that never end', '<!--'.repeat(300_000)],
  ['a heading of nothing but #', `# ${'#'.repeat(1_000_000)}x`],
  ['a heading of spaces', `# a${' '.repeat(1_000_000)}x`],
  ['a million points', '- x\n'.repeat(300_000)],
  ['one endless line', 'x '.repeat(1_000_000)],
])('takes no longer than a card is long: %s', (_, body) => {
  const started = performance.now()
  readCardText(`## Limitations\n${body}`)
  expect(performance.now() - started).toBeLessThan(5_000)
})
