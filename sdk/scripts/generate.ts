/**
 * Writes `schema/`: the JSON Schemas of the documents that other programs hand to the sdk.
 *
 *   node sdk/scripts/generate.ts           writes it
 *   node sdk/scripts/generate.ts --check   writes nothing; exits 1 and names each file that differs
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { manifestSchema } from '../src/manifest/schema.ts'
import { roundSchema } from '../src/matching/roundSchema.ts'
import { policySchema } from '../src/policy/policySchema.ts'
import { requestSchema } from '../src/policy/requestSchema.ts'

const folder = join(import.meta.dirname, '../schema')
const schemas = {
  manifest: manifestSchema,
  policy: policySchema,
  request: requestSchema,
  round: roundSchema,
}

const stale: string[] = []
for (const [name, schema] of Object.entries(schemas)) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  const text = `${JSON.stringify({ $schema, $id: `urn:commonweal:schema:${name}:1`, ...rest }, null, 2)}\n`
  const file = join(folder, `${name}.json`)
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8').catch(() => '')) !== text) stale.push(name)
  } else {
    await mkdir(folder, { recursive: true })
    await writeFile(file, text)
  }
}
for (const name of stale) process.stderr.write(`stale: sdk/schema/${name}.json\n`)
if (stale.length > 0) {
  process.stderr.write('Run: npm run generate -w sdk\n')
  process.exitCode = 1
}
