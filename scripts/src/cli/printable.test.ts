import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test.each([
  ['an escape sequence', 'a\u001b[2Jb', 'a\ufffd[2Jb'],
  ['a line break', 'a\n  state Executed', 'a\ufffd  state Executed'],
  ['a carriage return', 'a\rb', 'a\ufffdb'],
  ['a C1 control', 'a\u009b2Jb', 'a\ufffd2Jb'],
  ['a change of direction', 'a\u202eb', 'a\ufffdb'],
])('%s does not reach the terminal', (_, text, shown) => {
  expect(printable(text)).toBe(shown)
})

test('words in any script do', () => {
  const text = 'Kōrero, 言葉, می‌خواهم, 👩‍🌾'
  expect(printable(text)).toBe(text)
})
