import type { Remark } from '../Finding.ts'
import { checkGrowth } from './checkGrowth.ts'
import { checkWork } from './checkWork.ts'
import { parseTemplate, RefusedTemplate } from './parseTemplate.ts'
import { TemplateNames } from './TemplateNames.ts'

/**
 * Says whether a chat template ends soon and writes little, whatever conversation it is given, by reading it as the
 * engine that runs it does. What cannot be told is refused.
 */
export function judgeTemplate(source: string): Omit<Remark, 'at'> | undefined {
  try {
    const body = parseTemplate(source)
    const names = new TemplateNames(body)
    checkWork(body, names)
    checkGrowth(body, names)
    return undefined
  } catch (error) {
    if (!(error instanceof RefusedTemplate)) throw error
    return {
      severity: 'refuse',
      message: `has a chat template that ${error.message}`,
      next: 'Loop over the messages alone, and count to nothing but their number.',
    }
  }
}
