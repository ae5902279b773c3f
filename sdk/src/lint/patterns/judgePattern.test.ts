import { expect, test, vi } from 'vitest'
import { judgePattern } from './judgePattern.ts'

// The work is bounded in steps; how long they take depends on what else the machine does.
vi.setConfig({ testTimeout: 60_000 })

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
/** Expressions of tokenizers that many people use. */
const known: Record<string, string> = {
  'GPT-2': String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`,
  'Llama 3': String.raw`${contractions}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'Qwen 2': String.raw`${contractions}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'GPT-4': String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
  'GPT-4o': String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+${contractions}?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*${contractions}?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  'DeepSeek V3': String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
  CLIP: String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`,
  BLOOM: String.raw` ?[^(\s|[.,!?…。，、।۔،])]+`,
  'T5 and XLM-R, runs of spaces': ' {2,}',
  'CLIP, white space': String.raw`\s+`,
  'BERT, words and what is between': String.raw`\w+|[^\w\s]+`,
  'digits in threes': String.raw`\d{1,3}(?=(?:\d{3})*\b)`,
  'Kimi, Han characters': String.raw`[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+${contractions}?|\p{N}{1,3}|\s+(?!\S)|\s+`,
  'a vocabulary of words': `(?:${Array.from({ length: 200 }, (_, index) => `word${index}`).join('|')})s?`,
}

test.each(Object.entries(known))('the expression of %s passes', (_, expression) => {
  expect(judgePattern(expression)?.severity ?? 'note').toBe('note')
})
test.each([
  ['(a+)+$', /twice/],
  ['(a|a)*$', /twice/],
  ['(a*)*b', /twice/],
  [String.raw`(?:\p{L}|\p{Lu})+\d`, /twice/],
  [String.raw`(?:\s*\S*)*x`, /twice/],
  ['(?>a+)+$', /twice/],
  ['(?:a++)++$', /twice/],
  ['(?=(?:a|aa)+$)', /twice/],
  ['(?:[a-c&&[b]]|b)*c', /twice/],
  [String.raw`\s*\s*\s*x`, /power 4/],
  [String.raw`\d+\d+x`, /power 3/],
  ['.*a.*x', /power 3/],
  ['(?:a?){30}x', /ways/],
  ['(?:|){30}x', /ways/],
  [String.raw`(a)\1`, /refers back/],
  ['(?:a{1,100}){1,100}', /characters to match/],
  ['(', /cannot run/],
])('%s is refused', (expression, message) => {
  expect(judgePattern(expression)).toMatchObject({
    severity: 'refuse',
    message: expect.stringMatching(message),
  })
})

test('an expression that is refused is quoted, with what to do', () => {
  expect(judgePattern('(a+)+$')).toEqual({
    severity: 'refuse',
    message:
      'has the regular expression "(a+)+$", which takes twice as long for every few characters of a text made for it',
    next: 'Write the expression so that each text can be matched in one way only, or use another tokenizer.',
  })
  expect(judgePattern('a+$')).toEqual({
    severity: 'note',
    message:
      'has the regular expression "a+$", which can take time by the square of a run of characters, as that of GPT-2 can',
    next: 'Keep the longest input that the manifest allows short.',
  })
})

test('an expression may go up to its limits', () => {
  const message = (expression: string) => judgePattern(expression)?.message ?? 'passes'
  expect(message('[a]'.repeat(1_365))).toBe('passes')
  expect(message(`${'[a]'.repeat(1_365)}a`)).toBe('passes')
  expect(message(`${'[a]'.repeat(1_365)}aa`)).toContain('has more than 4096 characters')
  expect(message('a{0,2000}')).toBe('passes')
  expect(message('a{1000}b{1000}')).toContain('loops too entangled to be decided')
  expect(message('a{2001}')).toContain('repeats something too often to be decided')
  expect(message('a{0,2001}')).toContain('repeats something too often to be decided')
  expect(message('a{2001,}')).toContain('repeats something too often to be decided')
  expect(message('a{1000}b{1001}')).toContain('has more than 2000 characters to match')
  expect(message('(?:a|a){12}x')).toBe('passes')
  expect(message('(?:a|a){13}x')).toContain('more than 4096 ways')
})
