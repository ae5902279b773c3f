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

const uses = (text: string) => readCardText(`# T\n## Uses\n${text}`).intendedUse

test('points may be written in every way of Markdown', () => {
  expect(uses('- A\n* B\n+ C\n1. D\n12) E\n-   F  ')).toEqual(['A', 'B', 'C', 'D', 'E', 'F'])
  expect(uses('1234567890. words\n-words')).toEqual(['1234567890. words -words'])
})

test('rules, tables, pictures and HTML end a paragraph and are none', () => {
  for (const line of [
    '|a|',
    '<br>',
    '![a](b)',
    '[![a](b)](c)',
    '---',
    '-----',
    '===',
    '=====',
    '***',
    '*****',
  ]) {
    expect([line, uses(`A\n${line}\nB`)]).toEqual([line, ['A', 'B']])
  }
  for (const line of [
    'a|b',
    'a<br>',
    '--- a',
    '=== a',
    '*** a',
    '--',
    '==',
    '**',
    'a ![b](c)',
    'a ---',
    'a ===',
  ]) {
    expect([line, uses(`A\n${line}\nB`)]).toEqual([line, [`A ${line} B`]])
  }
})

test('code is left out until its fence is closed by one as long', () => {
  expect(uses('A\n```\nx\n```\nB')).toEqual(['A', 'B'])
  expect(uses('A\n````\nx\n```\ny\n````\nB')).toEqual(['A', 'B'])
  expect(uses('A\n```\nx\n`````\nB')).toEqual(['A', 'B'])
  expect(uses('A\n~~~~\nx\n~~~\ny\n~~~~\nB')).toEqual(['A', 'B'])
  expect(uses('A\n```js\nx')).toEqual(['A'])
  expect(uses('A ``` b ``` c\nB')).toEqual(['A ``` b ``` c B'])
})

test('a heading has one to six signs and words, and signs at its end are none of it', () => {
  expect(readCardText('#   T ##').title).toBe('T')
  expect(readCardText('###### T  #').title).toBe('T')
  expect(readCardText('# C#').title).toBe('C#')
  expect(readCardText('# T # a').title).toBe('T # a')
  expect(readCardText('####### T\nText')).not.toHaveProperty('title')
  expect(readCardText('a # T')).toStrictEqual({
    description: 'a # T',
    intendedUse: [],
    outOfScope: [],
    limitations: [],
  })
  expect(readCardText('')).toStrictEqual({ intendedUse: [], outOfScope: [], limitations: [] })
})

test('comments are left out wherever they stand, and one without an end is text', () => {
  expect(uses('<!-- x -->A<!-- y --> <!-- z -->B')).toEqual(['A B'])
  expect(readCardText('<!-- x --># T').title).toBe('T')
  expect(uses('A --> B\n\nC <!-- D')).toEqual(['A --> B', 'C <!-- D'])
})

test('a label is about its own list, and one without a subject leaves that of the heading', () => {
  expect(uses('Such as:\n- A')).toEqual(['A'])
  const text = readCardText('# T\n## Uses\nA.\n\nNot for:\n- B\n\nAnd so on:\n- C\n## Uses\n- D')
  expect(text).toMatchObject({ intendedUse: ['A.', 'C', 'D'], outOfScope: ['B'] })
})

test('below a list of uses stands how to use it, and a paragraph before belongs to them', () => {
  expect(uses('A.\n\n- B\n\nC.\n\n- D')).toEqual(['A.', 'B', 'D'])
  const { limitations } = readCardText('## Limitations\n- A\n\nB.')
  expect(limitations).toEqual(['A', 'B.'])
})

test('what is too much to be carried is referred to, by at most 32 headings', () => {
  const many = Array.from({ length: 33 }, (_, index) => `## Limitations ${index}\nA`).join('\n')
  expect(readCardText(many).limitations).toEqual(
    Array.from({ length: 32 }, (_, index) => `See "Limitations ${index}" in README.md.`),
  )
  expect(readCardText(`## Uses\n${'x'.repeat(2_000)}`).intendedUse).toEqual(['x'.repeat(2_000)])
  expect(readCardText(`## Uses\n${'x'.repeat(2_001)}`).intendedUse).toEqual(['See "Uses" in README.md.'])
  expect(readCardText(`# T\n${'x'.repeat(4_000)}`).description).toBe('x'.repeat(4_000))
  expect(readCardText(`# T\n${'x'.repeat(4_001)}`).description).toBe('See README.md.')
})
