/** What Hugging Face writes where BCP 47 has a tag of its own. */
const special: Readonly<Record<string, string>> = { multilingual: 'mul', code: 'zxx' }

/**
 * Languages as BCP 47 spells them. Only case is changed: to replace a tag by what a registry prefers would turn one
 * people's language into another's (`quz`, Quechua of Cusco, into `qu`).
 */
export function readLanguages(values: readonly string[]): string[] {
  const tags = values.map((value) => {
    const parts = value.replaceAll('_', '-').toLowerCase().split('-')
    return (
      special[value.toLowerCase()] ??
      parts
        .map((part, index) => {
          if (index === 0 || parts.slice(1, index).some((before) => before.length === 1)) return part
          if (/^[a-z]{4}$/.test(part)) return part[0]?.toUpperCase() + part.slice(1)
          return /^[a-z]{2}$/.test(part) ? part.toUpperCase() : part
        })
        .join('-')
    )
  })
  return [...new Set(tags)]
}
