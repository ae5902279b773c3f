import type { FileRule } from '../BundleFile.ts'
import { identifyContent } from '../content/identifyContent.ts'
import { purposeOf } from '../content/purposeOf.ts'
import type { Remark } from '../Finding.ts'

/** Statements that a program in Python has, one of each kind. Cards for people may well show programs. */
const python = [
  /^(?:import [\w.]+(?: as \w+)?|from [\w.]+ import [\w.*, ]+)\s*$/m,
  /^(?:def \w+\(|class \w+[(:])|\b(?:exec|eval|__import__|os\.system|subprocess\.\w+)\(/m,
]

/** Programs, pickles and archives, whatever their file is called, and text that is none. */
export const contentRule: FileRule = {
  name: 'content',
  check({ path, bytes, tail, text }): Remark[] {
    const refuse = (message: string): Remark[] => [
      {
        severity: 'refuse',
        message,
        next: 'Leave the file out of the bundle, or replace it by what its name says.',
      },
    ]
    if (bytes.length === 0) return refuse('is empty')
    const purpose = purposeOf(path)
    const found = identifyContent(bytes, tail, purpose)
    if (found !== undefined) return refuse(`holds ${found}`)
    if (purpose !== 'text') return []
    if (text === undefined) return refuse('is not text in UTF-8')
    if (text.includes('\0')) return refuse('holds zeros, as text does not')
    if (!path.endsWith('.md') && python.every((statement) => statement.test(text))) {
      return refuse('holds a program in Python')
    }
    return []
  },
}
