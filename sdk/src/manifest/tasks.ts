/** The pipelines of transformers.js 4 by their own names; aliases such as `ner` are not accepted. */
export const tasks = [
  'audio-classification',
  'automatic-speech-recognition',
  'background-removal',
  'depth-estimation',
  'document-question-answering',
  'feature-extraction',
  'fill-mask',
  'image-classification',
  'image-feature-extraction',
  'image-segmentation',
  'image-to-image',
  'image-to-text',
  'object-detection',
  'question-answering',
  'summarization',
  'text-classification',
  'text-generation',
  'text-to-audio',
  'text2text-generation',
  'token-classification',
  'translation',
  'zero-shot-audio-classification',
  'zero-shot-classification',
  'zero-shot-image-classification',
  'zero-shot-object-detection',
] as const

/** One of {@link tasks}. */
export type Task = (typeof tasks)[number]
