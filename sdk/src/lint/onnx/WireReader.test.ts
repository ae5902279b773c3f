import { expect, test } from 'vitest'
import { concat, int, part, varint } from '../../../test/onnx.ts'
import { MalformedModel, WireReader } from './WireReader.ts'

test.each([
  0n,
  127n,
  128n,
  300n,
  2n ** 28n - 1n,
  2n ** 28n,
  2n ** 31n,
  2n ** 35n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
])('the number %s is read, and no further', (value) => {
  const bytes = varint(value)
  const reader = new WireReader(concat(bytes, Uint8Array.of(1)))
  expect(reader.varint()).toBe(value)
  expect(reader.done).toBe(false)
  expect(reader.varint()).toBe(1n)
  expect(reader.done).toBe(true)
  // Not even where the bytes go on behind its end.
  for (let end = 0; end < bytes.length; end++) {
    expect(() => new WireReader(bytes, 0, end).varint()).toThrow(new MalformedModel('a number is cut off'))
  }
})

test('a number of ten bytes has 64 bits, and one of eleven is none', () => {
  const ten = Uint8Array.from([...Array(9).fill(0xff), 0x7f])
  expect(new WireReader(ten).varint()).toBe(2n ** 64n - 1n)
  const eleven = Uint8Array.from([...Array(10).fill(0x80), 0])
  expect(() => new WireReader(eleven).varint()).toThrow(new MalformedModel('a number is longer than 64 bits'))
})

test('fields are read one after the other, those of fixed width are skipped', () => {
  const bytes = concat(
    int(1, 300),
    concat(varint(2 * 8 + 1), new Uint8Array(8)),
    part(3, 'text'),
    concat(varint(536_870_911 * 8 + 5), new Uint8Array(4)),
    part(4),
  )
  const reader = new WireReader(bytes)
  expect(reader.next()).toEqual({ number: 1, wireType: 0, value: 300n, start: 0, end: 0 })
  expect(reader.next()).toEqual({ number: 2, wireType: 1, value: 0n, start: 4, end: 12 })
  const words = reader.next()
  expect(words).toEqual({ number: 3, wireType: 2, value: 0n, start: 14, end: 18 })
  expect(words && reader.text(words)).toBe('text')
  expect(reader.next()).toMatchObject({ number: 536_870_911, wireType: 5, start: 23, end: 27 })
  expect(reader.next()).toMatchObject({ number: 4, wireType: 2, start: 29, end: 29 })
  expect(reader.next()).toBeUndefined()
})

test.each<[string, Uint8Array]>([
  ['a field has no number', Uint8Array.of(0, 0)],
  ['a field has no number', concat(varint(536_870_912 * 8), Uint8Array.of(0))],
  ['a field has a type that ONNX does not use', Uint8Array.of(0x0b, 0x0c)],
  ['a field has a type that ONNX does not use', Uint8Array.of(0x0c)],
  ['a field has a type that ONNX does not use', Uint8Array.of(0x0e)],
  ['a field has a type that ONNX does not use', Uint8Array.of(0x0f)],
  ['a field is longer than what it stands in', concat(varint(1 * 8 + 2), varint(1))],
  ['a field is longer than what it stands in', concat(varint(1 * 8 + 1), new Uint8Array(7))],
  ['a field is longer than what it stands in', concat(varint(1 * 8 + 5), new Uint8Array(3))],
  ['a field is longer than what it stands in', concat(varint(1 * 8 + 2), varint(2n ** 63n))],
  ['a number is cut off', concat(varint(1 * 8 + 2))],
])('says why: %s (%#)', (why, bytes) => {
  expect(() => new WireReader(bytes).next()).toThrow(new MalformedModel(why))
  expect(new MalformedModel(why).name).toBe('MalformedModel')
})

test('a field may not reach behind the end of what it stands in, though there are bytes', () => {
  const bytes = concat(part(1, 'abc'), new Uint8Array(100))
  expect(new WireReader(bytes, 0, 5).next()).toMatchObject({ start: 2, end: 5 })
  expect(() => new WireReader(bytes, 0, 4).next()).toThrow('a field is longer than what it stands in')
})

test('of a text no more is read than could be a name', () => {
  const reader = new WireReader(part(1, 'x'.repeat(5_000)))
  const field = reader.next()
  expect(field && reader.text(field)).toBe('x'.repeat(4_096))
})
