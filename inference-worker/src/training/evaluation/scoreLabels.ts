import { type Label, labels } from '../texts/labels.ts'
import type { Language, Message } from '../texts/readTexts.ts'

/** A message and what was answered for it. */
export interface Answer {
  message: Message
  answer: Label
}

/** How good the answers are. Shares are in [0, 1]. */
export interface LabelScores {
  count: number
  right: number
  accuracy: number
  /** Half-width of the 95 % interval of the accuracy (Wilson), were the messages a random sample. */
  interval: [low: number, high: number]
  /** Mean over labels, so that rare labels count as much as frequent ones. */
  macroF1: number
  perLabel: Record<Label, { precision: number; recall: number; f1: number; count: number }>
  perLanguage: Record<Language, { accuracy: number; count: number; perLabel: Record<Label, number> }>
  /** `confusion[wanted][answered]`. */
  confusion: Record<Label, Record<Label, number>>
}

/** Counts right and wrong answers in every way the card shows. */
export function scoreLabels(answers: readonly Answer[]): LabelScores {
  const share = (some: number, all: number) => (all === 0 ? 0 : some / all)
  const isRight = ({ message, answer }: Answer) => message.label === answer
  const confusion = table(() => table(() => 0))
  for (const { message, answer } of answers) confusion[message.label][answer]++

  const perLabel = table((label) => {
    const wanted = answers.filter(({ message }) => message.label === label)
    const given = answers.filter(({ answer }) => answer === label)
    const right = confusion[label][label]
    return {
      precision: share(right, given.length),
      recall: share(right, wanted.length),
      f1: share(2 * right, given.length + wanted.length),
      count: wanted.length,
    }
  })
  const ofLanguage = (language: Language) => {
    const own = answers.filter(({ message }) => message.language === language)
    return {
      accuracy: share(own.filter(isRight).length, own.length),
      count: own.length,
      perLabel: table((label) => {
        const wanted = own.filter(({ message }) => message.label === label)
        return share(wanted.filter(isRight).length, wanted.length)
      }),
    }
  }
  const right = answers.filter(isRight).length
  return {
    count: answers.length,
    right,
    accuracy: share(right, answers.length),
    interval: wilsonInterval(right, answers.length),
    macroF1: labels.reduce((sum, label) => sum + perLabel[label].f1, 0) / labels.length,
    perLabel,
    perLanguage: { en: ofLanguage('en'), es: ofLanguage('es') },
    confusion,
  }
}

/** Where the true share lies with 95 % confidence (Wilson 1927). */
export function wilsonInterval(some: number, all: number): [number, number] {
  const z = 1.959964
  const share = some / all
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z / (1 + (z * z) / all)) * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))
  return [middle - half, middle + half]
}

function table<T>(value: (label: Label) => T): Record<Label, T> {
  return Object.fromEntries(labels.map((label) => [label, value(label)])) as Record<Label, T>
}
