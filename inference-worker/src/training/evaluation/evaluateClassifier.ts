import { NaiveBayes } from '../baselines/NaiveBayes.ts'
import { naiveBayesTexts } from '../baselines/naiveBayesTexts.ts'
import { type Label, labels } from '../texts/labels.ts'
import { readTexts } from '../texts/readTexts.ts'
import { type Dtype, loadPipeline } from './loadPipeline.ts'
import { type LabelScores, scoreLabels } from './scoreLabels.ts'

/** What the classifier's card shows. */
export interface ClassifierFigures {
  model: LabelScores
  naiveBayes: LabelScores
  /** Always answering the most frequent label of the test. */
  majority: number
  /** Messages for which the quantised weights give the same label. */
  quantizedAgrees: number
}

/** Runs the classifier of a folder through transformers.js over test.txt, and the baselines beside it. */
export async function evaluateClassifier(models: string, name: string): Promise<ClassifierFigures> {
  const { messages } = readTexts('test')
  const answer = async (dtype: Dtype): Promise<Label[]> => {
    const classify = await loadPipeline('text-classification', models, name, dtype)
    const answers: Label[] = []
    for (const { text } of messages) {
      const [best] = (await classify(text)) as { label: string }[]
      answers.push(best?.label as Label)
    }
    await classify.dispose()
    return answers
  }
  const full = await answer('fp32')
  const quantized = await answer('q8')
  const naiveBayes = new NaiveBayes(naiveBayesTexts(), 0.3)
  const counts = labels.map((label) => messages.filter((message) => message.label === label).length)
  return {
    model: scoreLabels(messages.map((message, i) => ({ message, answer: full[i] as Label }))),
    naiveBayes: scoreLabels(
      messages.map((message) => ({ message, answer: naiveBayes.classify(message.text) })),
    ),
    majority: Math.max(...counts) / messages.length,
    quantizedAgrees: full.filter((label, i) => label === quantized[i]).length,
  }
}
