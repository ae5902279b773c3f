import { posix } from 'node:path'

/** An import that runs against the arrows of the architecture. */
export type WrongImport = { file: string; line: number; specifier: string; why: string }

/** The rooms, and which other rooms each may import. What is not listed is refused. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  sdk: ['contracts/generated'],
  subgraph: ['contracts/generated'],
  'inference-worker': ['contracts/generated', 'sdk'],
  web: ['contracts/generated', 'sdk'],
  scripts: ['contracts/generated', 'sdk', 'subgraph'],
  test: ['contracts/generated', 'sdk'],
}

/** How packages are spelt from outside: the name, and which folder its subpaths lead to. */
const packages: Readonly<Record<string, string>> = {
  '@commonweal/contracts': 'contracts',
  '@commonweal/sdk': 'sdk',
  '@commonweal/subgraph': 'subgraph',
  '@commonweal/inference-worker': 'inference-worker',
  '@commonweal/web': 'web',
  '@commonweal/scripts': 'scripts',
  '@commonweal/test': 'test',
}

/** Subpaths of the contracts package that are its generated code. */
const generatedSubpaths = /^@commonweal\/contracts\/(abi|vectors)\/|^@commonweal\/contracts\/addresses$/

const imports = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g

/**
 * Finds the imports of a file that cross into a room it may not know.
 *
 * @param file path from the repository's root, with forward slashes
 * @param source the file's text
 */
export function findWrongImports(file: string, source: string): WrongImport[] {
  const room = file.split('/')[0] ?? ''
  const allowed = mayImport[room]
  if (!allowed) return []
  const wrong: WrongImport[] = []
  for (const match of source.matchAll(imports)) {
    const specifier = match[2] ?? ''
    const place = placeOf(file, specifier)
    if (place === undefined) continue
    const target = place.split('/')[0] ?? ''
    if (target === room || !(target in mayImport)) continue
    if (allowed.some((entry) => place === entry || place.startsWith(`${entry}/`))) continue
    const why =
      target === 'contracts' && allowed.includes('contracts/generated')
        ? `${room} may know the contracts through contracts/generated alone`
        : `${room} may not import ${target}`
    wrong.push({ file, line: source.slice(0, match.index).split('\n').length, specifier, why })
  }
  return wrong
}

/** Where an import leads, from the root; undefined for a package that is not ours. */
function placeOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  if (generatedSubpaths.test(specifier)) return 'contracts/generated'
  const name = specifier.split('/').slice(0, 2).join('/')
  return packages[name]
}
