/** Tokens that stand for no text, by id. */
export const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const

export const padId = 0
export const unknownId = 1
export const startId = 2
export const endId = 3

/** Marks a piece that goes on inside a word. */
export const continuation = '##'
