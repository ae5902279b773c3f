const removed = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u{fffd}]/u
const lineBreaks = new Set(['\t', '\n', '\r'])
/** The blocks that BERT calls Chinese characters, inside the basic plane. */
const han = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g

/**
 * BERT's normalisation as transformers.js does it: drops control and format characters, makes every white space a
 * plain space, puts spaces around Han characters, lower-cases, strips accents (so "ñ" becomes "n").
 */
export function normalizeText(text: string): string {
  let clean = ''
  for (const character of text) {
    if (!lineBreaks.has(character) && removed.test(character)) continue
    clean += /^\s$/.test(character) ? ' ' : character
  }
  return clean
    .replace(han, ' $& ')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
}
