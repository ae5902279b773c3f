import { isPickle } from './isPickle.ts'

/** What a file is meant to hold, which decides what its bytes may look like by chance. */
export type Purpose = 'text' | 'binary' | 'numbers'

type Signature = readonly [magic: readonly number[], what: string, at?: number]

const elf = 'an ELF program'
const mac = 'a macOS program'
/** Signatures that neither text nor numbers hold by chance. */
const signatures: readonly Signature[] = [
  [[0x7f, 0x45, 0x4c, 0x46], elf],
  [[0xfe, 0xed, 0xfa, 0xce], mac],
  [[0xfe, 0xed, 0xfa, 0xcf], mac],
  [[0xce, 0xfa, 0xed, 0xfe], mac],
  [[0xcf, 0xfa, 0xed, 0xfe], mac],
  [[0xca, 0xfe, 0xba, 0xbe], 'a macOS or Java program'],
  [[0x00, 0x61, 0x73, 0x6d], 'a WebAssembly program'],
  [[0x1b, 0x4c, 0x75, 0x61], 'a Lua program'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
  [[0x50, 0x4b, 0x05, 0x06], 'a zip archive'],
  [[0x50, 0x4b, 0x07, 0x08], 'a zip archive'],
  [[0x75, 0x73, 0x74, 0x61, 0x72], 'a tar archive', 257],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], 'an xz archive'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a zstd archive'],
  [[0x04, 0x22, 0x4d, 0x18], 'an lz4 archive'],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7z archive'],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], 'a rar archive'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file'],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], 'a NumPy array'],
  [[0x47, 0x47, 0x55, 0x46], 'a GGUF model'],
  [[0x54, 0x46, 0x4c, 0x33], 'a TensorFlow Lite model', 4],
]
/** Signatures too short to say something of a file of numbers. */
const shortSignatures: readonly Signature[] = [
  [[0x80, 0x02], 'a pickle'],
  [[0x80, 0x03], 'a pickle'],
  [[0x80, 0x04], 'a pickle'],
  [[0x80, 0x05], 'a pickle'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x4d, 0x5a], 'a Windows program'],
  [[0x5a, 0x46, 0x30, 0x78], 'a joblib archive'],
  [[0x78, 0x01], 'a zlib archive (joblib saves pickles this way)'],
  [[0x78, 0x5e], 'a zlib archive (joblib saves pickles this way)'],
  [[0x78, 0x9c], 'a zlib archive (joblib saves pickles this way)'],
  [[0x78, 0xda], 'a zlib archive (joblib saves pickles this way)'],
  [[0x0d, 0x0d, 0x0a], 'compiled Python', 1],
]

const startsWith = (bytes: Uint8Array, [magic, , at = 0]: Signature) =>
  magic.every((byte, index) => bytes[at + index] === byte)

function find(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0)
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let index = 1
    while (index < text.length && bytes[at + index] === text.charCodeAt(index)) index++
    if (index === text.length) return true
  }
  return false
}

/** A Windows program whose first header points at the second: text may well begin with "MZ". */
function isWindowsProgram(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x4d || bytes[1] !== 0x5a || bytes.length < 0x40) return false
  const at = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0x3c, true)
  return startsWith(bytes, [[0x50, 0x45, 0, 0], '', at])
}

/** A zip archive with something in front of it: readers of archives begin at the end. */
function endsAsZip(tail: Uint8Array): boolean {
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 0x05 || tail[at + 3] !== 0x06) continue
    const comment = (tail[at + 20] as number) + 256 * (tail[at + 21] as number)
    if (at + 22 + comment === tail.length) return true
  }
  return false
}

function describeArray(bytes: Uint8Array): string {
  // The header is a Python dictionary whose `descr` names the type of the elements; `O` is any object.
  const header = String.fromCharCode(...bytes.subarray(8, 256)).split('\n', 1)[0] as string
  return /'descr':\s*(?:'\|?O|\[.*'\|?O)/.test(header)
    ? 'a NumPy array of Python objects, which is a pickle'
    : 'a NumPy array'
}

function describeZip(bytes: Uint8Array, tail: Uint8Array, what: string): string {
  const holds = (name: string) => find(bytes, name) || find(tail, name)
  if (holds('.pkl')) return `${what} that holds a pickle, as PyTorch saves models`
  if (holds('.npy')) return `${what} of NumPy arrays`
  return `${what} (PyTorch saves pickles this way)`
}

/**
 * Says what bytes are that should not be in a bundle, whatever their file is called: programs, pickles, archives, and
 * formats that carry pickles.
 *
 * @param bytes The file, or its first 64 KiB at least.
 * @param tail The file's last 64 KiB and 22 bytes, where an archive behind something else shows.
 * @param purpose What the file's name says that it holds. Numbers may begin with any two bytes, so that short
 * signatures count for the other two alone.
 * @returns As in "its content is …"; undefined where nothing speaks against it.
 */
export function identifyContent(bytes: Uint8Array, tail: Uint8Array, purpose: Purpose): string | undefined {
  const found = signatures.find((signature) => startsWith(bytes, signature))?.[1]
  if (found === 'a zip archive') return describeZip(bytes, tail, found)
  if (found === 'a NumPy array') return describeArray(bytes)
  if (found !== undefined) return found
  if (bytes[0] === 0x23 && bytes[1] === 0x21 && purpose !== 'numbers') return 'a script'
  if (isWindowsProgram(bytes)) return 'a Windows program'
  if (purpose === 'binary') {
    const short = shortSignatures.find((signature) => startsWith(bytes, signature))?.[1]
    if (short !== undefined) return short
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08) return 'a gzip archive'
  if (isPickle(bytes)) return 'a pickle'
  if (endsAsZip(tail)) return describeZip(bytes, tail, 'something with a zip archive behind it')
  return undefined
}
