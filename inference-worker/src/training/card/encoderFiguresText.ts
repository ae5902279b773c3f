import { type EncoderFigures, type PairGroup, pairGroups } from '../evaluation/evaluateEncoder.ts'
import { markdownTable, percent } from './markdown.ts'

/** The encoder's figures as the card shows them. */
export function encoderFiguresText({ groups, quantizedCosine }: EncoderFigures): string {
  const rows = (Object.keys(pairGroups) as PairGroup[]).flatMap((group) => {
    const { model, quantized, words } = groups[group]
    const methods = [
      ['this model', model],
      ['this model, quantised', quantized],
      ['words in common (TF-IDF cosine)', words],
    ] as const
    return methods.map(([method, scores]) => [
      `${group}, ${method}`,
      scores.count,
      percent(scores.recallAt1),
      percent(scores.recallAt5),
      scores.meanReciprocalRank.toFixed(3),
    ])
  })
  return [
    markdownTable([
      ['pairs', 'offers to choose from', 'recall@1', 'recall@5', 'mean reciprocal rank'],
      ...rows,
    ]),
    '',
    `The cosine between a text's vectors from the full and from the quantised weights is at least ` +
      `${quantizedCosine.toFixed(3)}.`,
  ].join('\n')
}
