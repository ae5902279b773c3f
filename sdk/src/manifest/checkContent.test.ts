import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { checkContent } from './checkContent.ts'

const text = (value: string) => new TextEncoder().encode(value)

test.each([
  ['config.json', text('{"a":1}')],
  ['vocab.txt', text('MZ\nwords\n# not a script')],
  ['LICENSE', text('MIT')],
  ['onnx/model.onnx', new Uint8Array([8, 9, 18])],
  ['onnx/model.onnx_data', new Uint8Array([0x80, 0x02, 0, 0])],
])('accepts %s', (path, bytes) => {
  expect(() => checkContent(path, bytes)).not.toThrow()
})

test.each([
  ['model.onnx', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2]), /ELF/],
  ['model.onnx', new Uint8Array([0x80, 0x04, 0x95]), /pickle/],
  ['model.onnx', new Uint8Array([0x50, 0x4b, 0x03, 0x04]), /zip/],
  ['spiece.model', new Uint8Array([0x89, 0x48, 0x44, 0x46]), /HDF5/],
  ['model.onnx', text('#!/bin/sh'), /script/],
  ['vocab.txt', text('#!/usr/bin/env python'), /script/],
  ['config.json', text('{a:1}'), /not JSON/],
  ['README.md', new Uint8Array([0xff, 0xfe, 0x41]), /not UTF-8/],
  ['vocab.txt', new Uint8Array([0x41, 0, 0x42]), /not text/],
])('refuses %s that is something else', (path, bytes, message) => {
  expect(() => checkContent(path, bytes)).toThrow(
    expect.objectContaining({ code: 'content_refused', path, message: expect.stringMatching(message) }),
  )
})

test('says what the content is, and what to do', () => {
  expect(refusalOf(() => checkContent('a.json', text('{a')))).toStrictEqual({
    code: 'content_refused',
    message: '"a.json": its content is not JSON.',
    next: 'Leave the file out of the bundle, or replace it by what its name says.',
    details: { path: 'a.json', reason: 'its content is not JSON' },
  })
})
