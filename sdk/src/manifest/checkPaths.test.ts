import { expect, test } from 'vitest'
import { checkPaths } from './checkPaths.ts'

test('accepts a sorted list', () => {
  expect(() =>
    checkPaths(['LICENSE', 'config.json', 'onnx/model.onnx', 'onnx/model.onnx_data']),
  ).not.toThrow()
})

test.each([
  [['a.json', 'a.json'], /twice/, 'files[1].path'],
  [['A.json', 'a.json'], /only in case/, 'files[1].path'],
  [['STRASSE.json', 'straße.json'], /only in case/, 'files[1].path'],
  [['A/b.json', 'a/c.json'], /folder differs/, 'files[1].path'],
  [['b.json', 'a.json'], /not sorted/, 'files[1].path'],
  [['a.json', 'a.json/b.json'], /both a file and a folder/, 'files[1].path'],
  [['LICENSE', 'license/b.json'], /both a file and a folder/, 'files[1].path'],
  [['a.json', 'b.py'], /executable/, undefined],
])('refuses %j', (paths, message, at) => {
  let thrown: unknown
  try {
    checkPaths(paths)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ code: 'path_refused', message: expect.stringMatching(message) })
  if (at !== undefined) expect(thrown).toMatchObject({ at, path: paths[1] })
})
