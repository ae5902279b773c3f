import type { ClassifierFigures } from '../evaluation/evaluateClassifier.ts'
import { labels } from '../texts/labels.ts'
import { markdownTable, percent } from './markdown.ts'

/** The classifier's figures as the card shows them. */
export function classifierFiguresText({
  model,
  naiveBayes,
  majority,
  quantizedAgrees,
}: ClassifierFigures): string {
  const { en, es } = model.perLanguage
  return [
    `Right for ${model.right} of ${model.count} held-out messages (${percent(model.accuracy)}; 95 % interval ` +
      `${percent(model.interval[0])} to ${percent(model.interval[1])}, were they a random sample, which they are not).`,
    '',
    markdownTable([
      ['', 'accuracy', 'macro F1', 'English', 'Spanish'],
      [
        'this model',
        percent(model.accuracy),
        model.macroF1.toFixed(3),
        percent(en.accuracy),
        percent(es.accuracy),
      ],
      [
        'naive Bayes over words, same texts',
        percent(naiveBayes.accuracy),
        naiveBayes.macroF1.toFixed(3),
        percent(naiveBayes.perLanguage.en.accuracy),
        percent(naiveBayes.perLanguage.es.accuracy),
      ],
      ['always the most frequent label', percent(majority), '', '', ''],
    ]),
    '',
    markdownTable([
      ['label', 'messages', 'precision', 'recall', 'F1', 'recall English', 'recall Spanish'],
      ...labels.map((label) => {
        const { count, precision, recall, f1 } = model.perLabel[label]
        return [
          label,
          count,
          percent(precision),
          percent(recall),
          f1.toFixed(3),
          percent(en.perLabel[label]),
          percent(es.perLabel[label]),
        ]
      }),
    ]),
    '',
    'Confusion: a row for what a message is about, a column for what the model answered.',
    '',
    markdownTable([
      ['', ...labels],
      ...labels.map((wanted) => [
        wanted,
        ...labels.map((answered) => model.confusion[wanted][answered] || ''),
      ]),
    ]),
    '',
    `The quantised weights give the same label for ${quantizedAgrees} of the ${model.count} messages.`,
  ].join('\n')
}
