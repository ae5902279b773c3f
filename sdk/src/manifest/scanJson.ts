import { ManifestError } from '../errors/ManifestError.ts'

/**
 * Reads JSON text by RFC 8259 for the two things `JSON.parse` cannot tell: a key that an object holds twice (it keeps
 * the last one silently) and nesting deeper than `depth`. Also refuses strings with half of a surrogate pair.
 * Never recurses deeper than `depth`.
 *
 * @throws ManifestError `manifest_syntax`, `manifest_duplicate_key` or `manifest_too_deep`, with where.
 */
export function scanJson(text: string, depth: number): void {
  let position = 0

  const syntax = (what: string): never => {
    throw new ManifestError(`Not JSON: ${what} at character ${position}.`, {
      code: 'manifest_syntax',
      details: { position },
      next: 'Let `createManifest` write the file.',
    })
  }
  const space = () => {
    while (position < text.length && ' \t\n\r'.includes(text[position] as string)) position++
  }
  const string = (): string => {
    const pattern = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
    pattern.lastIndex = position
    const match = pattern.exec(text)
    if (match === null) return syntax('no valid string')
    const value = JSON.parse(match[0]) as string
    if (/\p{Cs}/u.test(value)) syntax('half of a surrogate pair in the string')
    position = pattern.lastIndex
    return value
  }
  const scalar = () => {
    const pattern = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
    pattern.lastIndex = position
    if (!pattern.test(text)) syntax('no valid value')
    position = pattern.lastIndex
  }
  const value = (level: number, at: string): void => {
    space()
    const opening = text[position]
    if (opening === '"') {
      string()
      return
    }
    if (opening !== '{' && opening !== '[') {
      scalar()
      return
    }
    if (level >= depth) {
      throw new ManifestError(
        `The JSON nests deeper than ${depth} levels at ${at === '' ? 'the top' : at}.`,
        {
          code: 'manifest_too_deep',
          at,
          details: { expected: depth },
        },
      )
    }
    const closing = opening === '{' ? '}' : ']'
    const keys = new Set<string>()
    position++
    space()
    if (text[position] === closing) {
      position++
      return
    }
    for (let index = 0; ; index++) {
      let inside = `${at}[${index}]`
      if (opening === '{') {
        space()
        const key = string()
        inside = at === '' ? key : `${at}.${key}`
        if (keys.has(key)) {
          throw new ManifestError(
            `The key ${JSON.stringify(inside)} stands twice; readers would disagree on its value.`,
            {
              code: 'manifest_duplicate_key',
              at: inside,
              next: 'Keep one of the two.',
            },
          )
        }
        keys.add(key)
        space()
        if (text[position] !== ':') syntax('":" expected')
        position++
      }
      value(level + 1, inside)
      space()
      const separator = text[position]
      if (separator !== ',' && separator !== closing) syntax(`"," or "${closing}" expected`)
      position++
      if (separator === closing) return
    }
  }

  value(0, '')
  space()
  if (position !== text.length) syntax('more text after the end')
}
