const punctuation = '\\p{P}\\u0021-\\u002F\\u003A-\\u0040\\u005B-\\u0060\\u007B-\\u007E'
const word = new RegExp(`[^\\s${punctuation}]+|[${punctuation}]`, 'gu')

/** BERT's pre-tokenisation: runs of other characters, and every punctuation mark by itself. */
export function splitWords(normalized: string): string[] {
  return normalized.trim().match(word) ?? []
}
