import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foundingSchema } from './community.ts'

test('the example describes a community', async () => {
  const example = await readFile(join(import.meta.dirname, '../founding.example.json'), 'utf8')
  expect(foundingSchema.parse(JSON.parse(example)).founders).toHaveLength(3)
})
