import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBundle } from '../bundle/writeBundle.ts'
import { Random } from '../random/Random.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import { dropTokens } from './dropTokens.ts'
import { endId, startId, unknownId } from './specialTokens.ts'
import { tokenizerFiles } from './tokenizerFiles.ts'
import { trainVocabulary } from './trainVocabulary.ts'
import { WordPiece } from './WordPiece.ts'

const { messages } = trainingTexts()
const texts = messages.map(({ text }) => text)
const tokenizer = new WordPiece(trainVocabulary(texts.slice(0, 120), 600, 2), 128)

const tricky = [
  '',
  ' ',
  '\t\n\r  ',
  'Niño, ¿dónde está el año pasado?',
  'n\u0303an\u0303du\u0301 decomposed',
  'ÀÉÎÕÜ Ç İstanbul ΣΑΣ ß',
  'bread🍞 and 👩🏽‍⚕️ nurse',
  '食べ物 и хлеб',
  'zero\u200bwidth soft\u00adhyphen \ufeffmark \u2028 line',
  'null\u0000 and \ufffd and \ue000 private',
  'lone \ud800 surrogate',
  "it's $5.00 — don't (really) <b>@me</b> #1_2 `x` ^~+=|",
  'Does [SEP] or [CLS][PAD] in a message [UNK]matter?[MASK]',
  'x'.repeat(100),
  'x'.repeat(101),
  'word '.repeat(400),
  '𝐛𝐨𝐥𝐝 ﬁ ½ ²',
]

describe('WordPiece', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonweal-tokenizer-'))
  let other: PreTrainedTokenizer
  beforeAll(async () => {
    mkdirSync(join(folder, 'tokenizer'))
    writeBundle(join(folder, 'tokenizer'), tokenizerFiles(tokenizer))
    env.allowRemoteModels = false
    env.localModelPath = folder
    other = await AutoTokenizer.from_pretrained('tokenizer')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const theirs = (text: string) => {
    const { input_ids } = other([text], { padding: true, truncation: true })
    return Array.from(input_ids.data as BigInt64Array, Number)
  }

  it.each(tricky.map((text) => [text]))('cuts %j as transformers.js does', (text) => {
    expect(tokenizer.encode(text)).toEqual(theirs(text))
  })

  it('cuts every training message as transformers.js does', () => {
    for (const text of texts) expect(tokenizer.encode(text), text).toEqual(theirs(text))
  })

  it('gives start and end for no text', () => {
    expect(tokenizer.encode('')).toEqual([startId, endId])
  })

  it('cuts off what is too long', () => {
    expect(tokenizer.encode('a '.repeat(500))).toHaveLength(128)
  })

  it('takes shorter pieces of the same word when it reads noisily', () => {
    const random = new Random(1)
    const plain = tokenizer.encode('bread')
    const spelled = tokenizer.encodeNoisily('bread', 1, random)
    expect(spelled.length).toBeGreaterThan(plain.length)
    const written = spelled.map((id) => tokenizer.vocabulary[id]?.replace('##', '')).slice(1, -1)
    expect(written.join('')).toBe('bread')
    expect(tokenizer.encodeNoisily('bread', 0, random)).toEqual(plain)
  })
})

describe('dropTokens', () => {
  it('makes all but start and end unknown when asked to', () => {
    expect(dropTokens([startId, 9, 8, endId], 1, new Random(1))).toEqual([
      startId,
      unknownId,
      unknownId,
      endId,
    ])
  })
})
