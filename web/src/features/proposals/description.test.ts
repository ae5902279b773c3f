import { describe, expect, it } from 'vitest'
import { titleAndBody } from './description'

describe('the text of a proposal', () => {
  it('takes the first line as the title, without marks', () => {
    expect(titleAndBody('# Approve *it*\n\nBecause.')).toEqual({ title: 'Approve it', body: 'Because.' })
  })

  it('leaves out whom the proposal is bound to', () => {
    const description = `A title\n\nWhy.#proposer=0x70997970C51812dc3A010C7d01b50e0d17dc79C8`
    expect(titleAndBody(description)).toEqual({ title: 'A title', body: 'Why.' })
  })

  it('has no title for an empty text, and keeps a long first paragraph whole', () => {
    expect(titleAndBody('').title).toBeNull()
    const long = 'word '.repeat(60).trim()
    expect(titleAndBody(long).body).toBe(long)
    expect(titleAndBody(long).title?.endsWith('…')).toBe(true)
  })
})
