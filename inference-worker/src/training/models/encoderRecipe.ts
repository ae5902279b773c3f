import { encoderFiguresText } from '../card/encoderFiguresText.ts'
import { markdownList } from '../card/markdown.ts'
import { cardHead } from '../card/modelIndex.ts'
import { encoderFiles } from '../encoder/encoderFiles.ts'
import { encoderSettings } from '../encoder/encoderSettings.ts'
import { trainEncoder } from '../encoder/trainEncoder.ts'
import {
  type EncoderFigures,
  evaluateEncoder,
  type PairGroup,
  pairGroups,
} from '../evaluation/evaluateEncoder.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'
import type { ModelRecipe } from './ModelRecipe.ts'
import { roundShare } from './roundShare.ts'
import { noPolicy, runtime } from './runtime.ts'
import { testedByItsAuthor, trainingData } from './trainingData.ts'

const name = 'mutual-aid-encoder'
const groupNames = Object.keys(pairGroups) as PairGroup[]
const tags = ['mutual-aid', 'sentence-similarity', 'feature-extraction', 'onnx', 'tiny', 'demonstration']
const weights = encoderSettings.vocabulary * encoderSettings.width

const description =
  'Turns a short message in English or Spanish into a vector, so that a need and an offer that meets it lie near each ' +
  `other. It is a demonstration: about ${Math.round(weights / 1000)} thousand weights, trained in a minute on invented ` +
  'text. Nobody should rely on it in an emergency.'
const intendedUse = [
  'Showing how a community approves, runs and revokes a model.',
  'Putting likely offers near the top of a list that a person reads to the end.',
]
const outOfScope = [
  'Emergencies. It must not decide who is helped, or how soon. Whoever is in danger should call the local emergency number.',
  'Matching without a person: the nearest offer is often the wrong one.',
  'Languages other than English and Spanish; text about anything else than mutual aid.',
]
const limitations = [
  'The right offer is often not the nearest one; the figures say how often.',
  'It knows the words it was shown and little else. Names, places and rare words mean nothing to it.',
  'It ignores word order, numbers and time: a ride on Monday and a ride on Thursday are one to it, and "no" changes little.',
  'Between the languages it knows only what was written down for it in both.',
  'Accents are removed, so that "año" and "ano" are one word.',
  testedByItsAuthor,
  'It has not been examined for how it treats different groups of people.',
]
const energy =
  'Training takes about half a minute of one processor core, and some dozens of runs led here. Power was not measured; at ' +
  '10 watts a core that is below 0.01 kWh in all.'

/** Trains and describes the encoder that matches needs with offers. */
export const encoderRecipe: ModelRecipe<EncoderFigures> = {
  name,
  train() {
    const { tokenizer, encoder } = trainEncoder(trainingTexts(), encoderSettings)
    return encoderFiles(tokenizer, encoder)
  },
  evaluate: (models) => evaluateEncoder(models, name),
  figuresText: encoderFiguresText,
  card(figures) {
    const head = cardHead(
      name,
      'feature-extraction',
      tags,
      groupNames.map((group) => ({
        task: 'feature-extraction',
        dataset: `Commonweal need and offer pairs (${group})`,
        metrics: [
          { type: 'recall_at_1', name: 'Recall@1', value: figures.groups[group].model.recallAt1 },
          { type: 'recall_at_5', name: 'Recall@5', value: figures.groups[group].model.recallAt5 },
        ],
      })),
    )
    return `${head}

# ${name}

${description}

## Use

For:
${markdownList(intendedUse)}

Not for:
${markdownList(outOfScope)}

\`\`\`js
import { pipeline } from '@huggingface/transformers'
const embed = await pipeline('feature-extraction', '${name}', { dtype: 'fp32' })
await embed('My bike was stolen', { pooling: 'mean', normalize: true }) // ${encoderSettings.width} numbers
\`\`\`

Compare vectors by their cosine. Always use mean pooling and normalisation: the model was trained with them.

## How well it does

Each held-out need is asked for the one offer that was written for it, among all offers of its group. Measured with
transformers.js on pairs that were not used for training. They are invented too. Settings were chosen on other pairs, but
these had been looked at once before: poor figures here led to one more round of choosing. Expect a little less on pairs
that nobody has seen. Often another offer would also help; it counts as wrong.

${encoderFiguresText(figures)}

${comparison(figures)}

## What it gets wrong

${markdownList(limitations)}

## How it is made

A WordPiece tokenizer of ${encoderSettings.vocabulary} pieces and one vector of ${encoderSettings.width} numbers a piece; the
pipeline takes their mean and scales it to length 1. Trained by contrast: each need against all offers of its batch, and the
other way round, by \`inference-worker/src/training/train.ts\` in plain TypeScript, the same bytes on every run. A layer that
mixes neighbouring tokens was tried and did worse on the validation texts. \`onnx/model.onnx\` holds 32-bit floats,
\`onnx/model_quantized.onnx\` 8-bit whole numbers with a scale for each row.

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
  fields: (figures) => ({
    name,
    version: '1.0.0',
    task: 'feature-extraction',
    library_name: 'transformers.js',
    language: ['en', 'es'],
    license: 'MIT',
    tags,
    runtime: { ...runtime, pooling: 'mean', normalize: true },
    card: {
      description,
      intendedUse,
      outOfScope,
      limitations,
      trainingData: trainingData(),
      evaluation: groupNames.map((group) => {
        const { model, words } = figures.groups[group]
        return {
          task: { type: 'feature-extraction', name: 'finding the offer for a need' },
          dataset: {
            type: 'commonweal-mutual-aid',
            name: `Commonweal need and offer pairs (${group})`,
            split: 'test',
          },
          metrics: [
            { type: 'recall_at_1', value: roundShare(model.recallAt1) },
            { type: 'recall_at_5', value: roundShare(model.recallAt5) },
            { type: 'recall_at_1', name: 'Baseline: words in common', value: roundShare(words.recallAt1) },
            { type: 'recall_at_5', name: 'Baseline: words in common', value: roundShare(words.recallAt5) },
          ],
          notes: `${model.count} invented pairs, written for this test.`,
        }
      }),
      energy: { hardware: 'one core of a shared x86-64 server', notes: energy },
    },
    policy: { ...noPolicy, texts: [] },
    parents: [],
  }),
}

/** Says where words in common do better, in so many words. */
function comparison({ groups }: EncoderFigures): string {
  const behind = groupNames.filter((group) => groups[group].model.recallAt1 < groups[group].words.recallAt1)
  return behind.length === 0
    ? 'It finds more first offers than comparing words does.'
    : `For ${behind.join(' and ')} pairs, comparing words finds the right offer first more often than this model does: people
who write a need and an offer in one language share words. What the model adds is matching across the two languages. A
board that can should use both.`
}
