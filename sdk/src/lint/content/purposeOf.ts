import type { Purpose } from './identifyContent.ts'

/** What a file's name says that it holds. */
export function purposeOf(path: string): Purpose {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : 'txt'
  if (extension.startsWith('onnx_data')) return 'numbers'
  return ['json', 'txt', 'md', 'jinja'].includes(extension) ? 'text' : 'binary'
}
