import type { ManifestCard } from '@commonweal/sdk/manifest/schema'
import { readTexts } from '../texts/readTexts.ts'
import { trainingTexts } from '../texts/trainingTexts.ts'

/** What makes the figures rosier than life. A limitation of both models. */
export const testedByItsAuthor =
  'The figures flatter. Training and test texts have one author, are partly parallel in both languages, and the word ' +
  'lists for training were written after the test messages by someone who had written those. Messages of real people ' +
  'will be harder.'

/** Where the words come from, as the manifest says it. */
export function trainingData(): ManifestCard['trainingData'] {
  const { messages, pairs, concepts } = trainingTexts()
  const validation = readTexts('validation').messages.length
  const test = readTexts('test').messages.length
  return [
    {
      name: 'Commonweal mutual-aid texts',
      description:
        `${messages.length} messages (${pairs.length} needs with their offers), ${concepts.length} things with several ` +
        `ways of saying them, sentence templates and word lists, in English and Spanish, kept in the repository beside ` +
        `the training script. ${validation} more messages served for choosing settings and ${test} for the figures. All ` +
        `were written with the help of a language model for this purpose.`,
      custodian: 'The Commonweal project',
      consent:
        'Nobody had to be asked: every message is invented. None was taken from a person, a group chat or the web.',
      license: 'MIT',
    },
  ]
}
