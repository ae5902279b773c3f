import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { expectedErrors } from '../scripts/expectedErrors.ts'

describe('custom errors', async () => {
  for (const { name, expected } of await expectedErrors()) {
    it(`${name} is raised by a test that expects it by name`, () => {
      assert.ok(expected)
    })
  }
})
