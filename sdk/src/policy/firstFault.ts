import type { z } from 'zod'

/** A place within a part of a document, from the document's root. Either may be empty. */
export const joinPlace = (part: string, at: string) => [part, at].filter((one) => one !== '').join('.')

/** Where a document fails first, as `parents[0].audience[1].anyOf`, and why. */
export function firstFault(error: z.ZodError): { at: string; why: string } {
  const issue = error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])]
  const at = path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
  return { at, why: unknown === undefined ? (issue?.message ?? '') : 'is not a field of it' }
}
