import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
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

test.each([
  [['a.json', 'a.json'], 'it is listed twice', 'Keep one of the two.'],
  [['a.json', 'A.json'], 'it differs from "a.json" only in case or form', 'Keep one of the two.'],
  [['A/b.json', 'a/c.json'], 'its folder differs from "A" only in case or form', 'Use one spelling.'],
  [['LICENSE', 'LICENSE/b.json'], '"LICENSE" is both a file and a folder', 'Rename one of them.'],
  [['LICENSE/b.json', 'LICENSE'], 'it is both a file and a folder', 'Rename one of them.'],
  [['license/b.json', 'LICENSE'], 'it is both a file and a folder', 'Rename one of them.'],
  [
    ['b.json', 'a.json'],
    'files are not sorted by the bytes of their paths',
    'Let `createManifest` make the list.',
  ],
])('says why %j is refused, and what to do', (paths, reason, next) => {
  const path = paths[1] as string
  expect(refusalOf(() => checkPaths(paths))).toStrictEqual({
    code: 'path_refused',
    message: `${JSON.stringify(path)}: ${reason}.`,
    next,
    details: { path, at: 'files[1].path', reason },
  })
})

test('a name may stand in two folders, and a folder begin like a file', () => {
  expect(() => checkPaths(['a/b.json', 'a/c/b.json', 'a/c/d.json', 'a/cd.json', 'b.json'])).not.toThrow()
})
