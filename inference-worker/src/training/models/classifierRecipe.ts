import { classifierFiguresText } from '../card/classifierFiguresText.ts'
import { markdownList, markdownTable } from '../card/markdown.ts'
import { cardHead } from '../card/modelIndex.ts'
import { classifierFiles } from '../classifier/classifierFiles.ts'
import { classifierSettings } from '../classifier/classifierSettings.ts'
import { trainClassifier } from '../classifier/trainClassifier.ts'
import { type ClassifierFigures, evaluateClassifier } from '../evaluation/evaluateClassifier.ts'
import { labelMeanings, labels } from '../texts/labels.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import type { ModelRecipe } from './ModelRecipe.ts'
import { roundShare } from './roundShare.ts'
import { noPolicy, runtime } from './runtime.ts'
import { testedByItsAuthor, trainingData } from './trainingData.ts'

const name = 'mutual-aid-classifier'
const tags = ['mutual-aid', 'text-classification', 'onnx', 'tiny', 'demonstration']
const weights =
  classifierSettings.vocabulary * classifierSettings.width +
  classifierSettings.width * classifierSettings.hidden +
  classifierSettings.hidden * labels.length

const description =
  'Says which of ten kinds of mutual aid a short message in English or Spanish is about. It is a demonstration: about ' +
  `${Math.round(weights / 1000)} thousand weights, trained in a minute on invented text. Nobody should rely on it in ` +
  'an emergency.'
const intendedUse = [
  'Showing how a community approves, runs and revokes a model.',
  'Pre-sorting messages of a mutual-aid board where a person reads every message anyway.',
]
const outOfScope = [
  'Emergencies. It must not decide who is helped, or how soon. Whoever is in danger should call the local emergency number.',
  'Judging people, needs or eligibility.',
  'Languages other than English and Spanish.',
]
const limitations = [
  'It knows the words it was shown and little else. A word it has never seen is cut into pieces that may mean nothing, and a message without a familiar word gets a guess.',
  'It ignores word order: "I need a ride" and "I ride a need" are one to it, and "no" changes little.',
  'One label only: a message about bread and rent gets one of the two.',
  'Scores are not probabilities to act on: wrong answers can come with high scores.',
  'Accents are removed, so that "año" and "ano" are one word.',
  testedByItsAuthor,
  'Words of regions, of slang and of other Spanishes than those written down are missing. It has not been examined for how it treats different groups of people.',
]
const energy =
  'Training takes about half a minute of one processor core, and some dozens of runs led here. Power was not measured; at ' +
  '10 watts a core that is below 0.01 kWh in all.'

/** Trains and describes the classifier of mutual-aid messages. */
export const classifierRecipe: ModelRecipe<ClassifierFigures> = {
  name,
  train() {
    const { tokenizer, classifier } = trainClassifier(trainingTexts(), classifierSettings)
    return classifierFiles(tokenizer, classifier)
  },
  evaluate: (models) => evaluateClassifier(models, name),
  figuresText: classifierFiguresText,
  card(figures) {
    const { model } = figures
    const head = cardHead(name, 'text-classification', tags, [
      {
        task: 'text-classification',
        dataset: 'Commonweal mutual-aid texts',
        metrics: [
          { type: 'accuracy', name: 'Accuracy', value: model.accuracy },
          { type: 'f1', name: 'Macro F1', value: model.macroF1 },
        ],
      },
    ])
    return `${head}

# ${name}

${description}

${markdownTable([['label', 'what it covers'], ...labels.map((label) => [label, labelMeanings[label]])], 2)}

## Use

For:
${markdownList(intendedUse)}

Not for:
${markdownList(outOfScope)}

\`\`\`js
import { pipeline } from '@huggingface/transformers'
const classify = await pipeline('text-classification', '${name}', { dtype: 'fp32' })
await classify('Does anyone have a ladder I could borrow?') // tools
\`\`\`

## How well it does

Measured with transformers.js on messages that were used neither for training nor for choosing settings. They are
invented too.

${classifierFiguresText(figures)}

${comparison(figures)}

## What it gets wrong

${weakest(figures)}

${markdownList(limitations)}

## How it is made

A WordPiece tokenizer of ${classifierSettings.vocabulary} pieces, one vector of ${classifierSettings.width} numbers a piece,
their mean, one hidden layer of ${classifierSettings.hidden}, ten outputs. Trained by \`inference-worker/src/training/train.ts\`
in plain TypeScript, the same bytes on every run. A layer that mixes neighbouring tokens was tried and did not do better on
the validation texts. \`onnx/model.onnx\` holds 32-bit floats; \`onnx/model_quantized.onnx\` holds 8-bit whole numbers (the
embedding by rows; the matrices by columns, in 7 of the 8 bits, so that processors without 8-bit dot products give the same).

\`config.json\` says \`model_type: distilbert\` because transformers.js finds by it the class that runs a graph with these
inputs and outputs. It builds no layers from it: this is no DistilBERT and holds none of its weights.

## Where the words come from

${trainingData()
  .map(({ description, consent }) => `${description} ${consent}`)
  .join('\n\n')}

## Energy

${energy}

## Licence

MIT, the texts included.
`
  },
  fields: ({ model, naiveBayes, majority }) => ({
    name,
    version: '1.0.0',
    task: 'text-classification',
    library_name: 'transformers.js',
    language: ['en', 'es'],
    license: 'MIT',
    tags,
    runtime,
    card: {
      description,
      intendedUse,
      outOfScope,
      limitations,
      trainingData: trainingData(),
      evaluation: [
        {
          task: { type: 'text-classification' },
          dataset: { type: 'commonweal-mutual-aid', name: 'Commonweal mutual-aid texts', split: 'test' },
          metrics: [
            { type: 'accuracy', value: roundShare(model.accuracy) },
            { type: 'f1', name: 'Macro F1', value: roundShare(model.macroF1) },
            { type: 'accuracy', name: 'English', value: roundShare(model.perLanguage.en.accuracy) },
            { type: 'accuracy', name: 'Spanish', value: roundShare(model.perLanguage.es.accuracy) },
            { type: 'accuracy', name: 'Baseline: naive Bayes', value: roundShare(naiveBayes.accuracy) },
            { type: 'accuracy', name: 'Baseline: most frequent label', value: roundShare(majority) },
          ],
          notes: `${model.count} invented messages, written for this test. README.md shows every label and the confusions.`,
        },
      ],
      energy: { hardware: 'one core of a shared x86-64 server', notes: energy },
    },
    policy: { ...noPolicy, texts: [] },
    parents: [],
  }),
}

/** Says what the difference to the baseline is worth. */
function comparison({ model, naiveBayes }: ClassifierFigures): string {
  const points = (100 * (model.accuracy - naiveBayes.accuracy)).toFixed(1)
  const apart = model.interval[0] > naiveBayes.accuracy || model.interval[1] < naiveBayes.accuracy
  return apart
    ? `That is ${points} points from naive Bayes.`
    : `That is ${points} points from naive Bayes, which lies within the interval: with this few messages, nobody can say
that the model is better than counting words.`
}

/** Names the labels that are missed most. */
function weakest({ model }: ClassifierFigures): string {
  const [first, second] = labels.toSorted((a, b) => model.perLabel[a].f1 - model.perLabel[b].f1)
  return `About one message in ${Math.round(model.count / (model.count - model.right))}, by the figures above, and \`${first}\` and \`${second}\` most.`
}
