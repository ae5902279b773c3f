import { expect, test } from 'vitest'
import { findWrongImports } from './importDirections.ts'

const wrong = (file: string, source: string) => findWrongImports(file, source).map(({ why }) => why)

test.each([
  ['web/src/a.ts', `import { x } from '@commonweal/inference-worker/http/server'`],
  ['web/src/a.ts', `import { x } from '../../inference-worker/src/a.ts'`],
  ['inference-worker/src/a.ts', `const x = await import('@commonweal/web/a')`],
  ['sdk/src/a.ts', `export { x } from '../../scripts/src/a.ts'`],
  ['sdk/src/a.ts', `import '@commonweal/subgraph/runtime/a'`],
  ['subgraph/src/a.ts', `import { x } from '@commonweal/sdk/a'`],
  ['contracts/scripts/a.ts', `import { x } from '@commonweal/sdk/a'`],
  ['web/src/a.ts', `import { x } from '../../test/stack.ts'`],
  ['sdk/src/a.ts', `import artifact from '../../contracts/artifacts/x.json'`],
  ['sdk/src/a.ts', `import module from '@commonweal/contracts/ignition'`],
])('refuses %s: %s', (file, source) => {
  expect(wrong(file, source)).toHaveLength(1)
})

test.each([
  ['sdk/src/a.ts', `import { modelRegistryAbi } from '@commonweal/contracts/abi/ModelRegistry'`],
  ['subgraph/runtime/a.ts', `import { addresses } from '@commonweal/contracts/addresses'`],
  ['web/src/a.ts', `import { parseManifest } from '@commonweal/sdk/manifest/parseManifest'`],
  ['scripts/src/indexer/a.ts', `import { startPostgres } from '@commonweal/subgraph/runtime/startPostgres'`],
  ['web/src/a.ts', `import { x } from './b.ts'`],
  ['web/src/a.ts', `import { test } from 'test-library'`],
])('lets %s do %s', (file, source) => {
  expect(wrong(file, source)).toEqual([])
})

test('names the file, the line and the import', () => {
  const [found] = findWrongImports('web/src/a.ts', `\n\nimport { x } from '@commonweal/scripts/a'`)
  expect(found).toEqual({
    file: 'web/src/a.ts',
    line: 3,
    specifier: '@commonweal/scripts/a',
    why: 'web may not import scripts',
  })
})
