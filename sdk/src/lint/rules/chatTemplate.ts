import type { FileRule } from '../BundleFile.ts'
import type { Remark } from '../Finding.ts'
import { judgeTemplate } from '../templates/judgeTemplate.ts'

const maxTemplates = 16

/** The templates of a file, with where they stand. */
function templatesOf(
  path: string,
  text: string | undefined,
  json: unknown,
): [at: string | undefined, source: unknown][] {
  if (path.endsWith('.jinja')) return [[undefined, text]]
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'chat_template')) return []
  const value = (json as { chat_template: unknown }).chat_template
  if (value === null) return []
  if (Array.isArray(value)) {
    return value.map((each, index) => [
      `chat_template[${index}].template`,
      typeof each === 'object' && each !== null ? (each as { template?: unknown }).template : each,
    ])
  }
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, each]) => [`chat_template.${name}`.slice(0, 200), each])
  }
  return [['chat_template', value]]
}

/** Chat templates that loop without bound, or grow. */
export const chatTemplateRule: FileRule = {
  name: 'chat-template',
  check({ path, text, json }): Remark[] {
    const templates = templatesOf(path, text, json)
    const refuse = (message: string): Remark => ({
      severity: 'refuse',
      message,
      next: 'Give each chat template as text, under a name.',
    })
    if (templates.length > maxTemplates) {
      return [refuse(`has ${templates.length} chat templates; the most is ${maxTemplates}`)]
    }
    return templates.flatMap(([at, source]): Remark[] => {
      const place = at === undefined ? {} : { at }
      if (typeof source !== 'string') {
        return source === undefined && at === undefined
          ? []
          : [{ ...refuse('has a chat template that is not text'), ...place }]
      }
      const remark = judgeTemplate(source)
      return remark === undefined ? [] : [{ ...remark, ...place }]
    })
  },
}
