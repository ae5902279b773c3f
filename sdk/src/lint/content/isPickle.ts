/** How an opcode's argument is laid out: nothing, so many bytes, a line, two lines, or a length and as many bytes. */
type Layout = number | 'line' | 'lines' | 'length1' | 'length4' | 'length8'
/** An opcode: its argument, how many values it takes from the stack (`mark`: all down to the mark), how many it leaves. */
type Opcode = readonly [layout: Layout, takes: number | 'mark', leaves: number]

/** Every opcode of pickle protocols 0 to 5, as Python's `pickletools` lists them. */
const opcodes = new Map<number, Opcode>()
function define(codes: string | readonly number[], ...opcode: Opcode): void {
  for (const code of codes) opcodes.set(typeof code === 'string' ? code.charCodeAt(0) : code, opcode)
}
define('FILSV', 'line', 0, 1)
define('P', 'line', 0, 1)
define('g', 'line', 0, 1)
define('p', 'line', 1, 1)
define('c', 'lines', 0, 1)
define('i', 'lines', 'mark', 1)
define('N)]}', 0, 0, 1)
define([0x88, 0x89, 0x8f, 0x97], 0, 0, 1)
define('Kh', 1, 0, 1)
define('q', 1, 1, 1)
define('M', 2, 0, 1)
define('Jj', 4, 0, 1)
define('r', 4, 1, 1)
define('G', 8, 0, 1)
define('UC', 'length1', 0, 1)
define([0x8a, 0x8c], 'length1', 0, 1)
define('TXB', 'length4', 0, 1)
define([0x8b], 'length4', 0, 1)
define([0x8d, 0x8e, 0x96], 'length8', 0, 1)
define([0x82], 1, 0, 1)
define([0x83], 2, 0, 1)
define([0x84], 4, 0, 1)
define('(', 0, 0, 0)
define('0', 0, 1, 0)
define('1', 0, 'mark', 0)
define('2', 0, 1, 2)
define('Q', 0, 1, 1)
define('R', 0, 2, 1)
define('b', 0, 2, 1)
define('a', 0, 2, 1)
define('s', 0, 3, 1)
define('ldto', 0, 'mark', 1)
define('eu', 0, 'mark', 0)
define([0x91], 0, 'mark', 1)
define([0x90], 0, 'mark', 0)
define([0x81, 0x93, 0x86], 0, 2, 1)
define([0x92, 0x87], 0, 3, 1)
define([0x85, 0x94, 0x98], 0, 1, 1)
define([0x95], 8, 0, 0)
define([0x80], 1, 0, 0)

const stop = 0x2e
const mark = 0x28
/** Opcodes that call or build something: with one of them a pickle is a program. */
const calls = new Set(['R', 'b', 'o', 'i'].map((code) => code.charCodeAt(0)).concat(0x81, 0x92))
const puts = new Set(['p', 'q', 'r'].map((code) => code.charCodeAt(0)).concat(0x94))
const maxOpcodes = 4096

/** The byte after an argument; undefined where the bytes end inside it; NaN where it cannot be one. */
function skip(bytes: Uint8Array, from: number, layout: Layout): number | undefined {
  if (typeof layout === 'number') return from + layout <= bytes.length ? from + layout : undefined
  if (layout === 'line' || layout === 'lines') {
    const end = bytes.indexOf(0x0a, from)
    if (end < 0) return undefined
    if (layout === 'line') return end + 1
    // The names of a module and of what is in it.
    if (!/^[\w.]+\r?$/.test(latin1(bytes.subarray(from, end)))) return Number.NaN
    const second = bytes.indexOf(0x0a, end + 1)
    if (second < 0) return undefined
    return /^[\w.<>]+\r?$/.test(latin1(bytes.subarray(end + 1, second))) ? second + 1 : Number.NaN
  }
  const width = layout === 'length1' ? 1 : layout === 'length4' ? 4 : 8
  if (from + width > bytes.length) return undefined
  let length = 0
  for (let index = width - 1; index >= 0; index--) length = length * 256 + (bytes[from + index] as number)
  const next = from + width + length
  return next <= bytes.length ? next : undefined
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes.subarray(0, 256)) text += String.fromCharCode(byte)
  return text
}

/**
 * Whether bytes are a pickle, told by carrying out its opcodes on an imaginary stack rather than by its first bytes
 * alone: protocols 0 and 1 have no magic, and raw weights may begin with anything.
 *
 * @param bytes The file, or its beginning.
 */
export function isPickle(bytes: Uint8Array): boolean {
  const versioned = bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5
  let position = 0
  let stack = 0
  const marks: number[] = []
  let call = false
  let container = false
  let count = 0
  for (; count < maxOpcodes && position < bytes.length; count++) {
    const code = bytes[position] as number
    if (code === stop) {
      if (stack < 1) return false
      return versioned || call || (container && count >= 3)
    }
    const opcode = opcodes.get(code)
    if (opcode === undefined) return false
    const [layout, takes, leaves] = opcode
    if (code === mark) {
      marks.push(stack)
      container = true
    } else if (takes === 'mark') {
      const height = marks.pop()
      if (height === undefined) return false
      stack = height + leaves
    } else {
      if (stack < takes) return false
      stack += leaves - takes
    }
    if (calls.has(code)) call = true
    if (puts.has(code)) container = true
    const next = skip(bytes, position + 1, layout)
    // The beginning ends here, and everything until here was right.
    if (next === undefined) return versioned || call
    if (Number.isNaN(next)) return false
    position = next
  }
  return versioned || call
}
