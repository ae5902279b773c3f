import { ManifestError } from '../errors/ManifestError.ts'

const signatures: readonly (readonly [readonly number[], string])[] = [
  [[0x7f, 0x45, 0x4c, 0x46], 'an ELF program'],
  [[0x4d, 0x5a], 'a Windows program'],
  [[0xfe, 0xed, 0xfa, 0xce], 'a macOS program'],
  [[0xfe, 0xed, 0xfa, 0xcf], 'a macOS program'],
  [[0xcf, 0xfa, 0xed, 0xfe], 'a macOS program'],
  [[0xca, 0xfe, 0xba, 0xbe], 'a macOS or Java program'],
  [[0x00, 0x61, 0x73, 0x6d], 'a WebAssembly program'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive (PyTorch saves pickles this way)'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file'],
  [[0x80, 0x02], 'a pickle'],
  [[0x80, 0x03], 'a pickle'],
  [[0x80, 0x04], 'a pickle'],
  [[0x80, 0x05], 'a pickle'],
  [[0x23, 0x21], 'a script'],
]

/**
 * Refuses a file whose bytes are not what its name says: a program or pickle renamed to `.onnx`, a `.json` that is not
 * JSON, a text with bytes that are not UTF-8. External weights (`.onnx_data`) are raw numbers and may look like
 * anything.
 *
 * @throws ManifestError `content_refused`, with the path.
 */
export function checkContent(path: string, bytes: Uint8Array): void {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new ManifestError(`${JSON.stringify(path)}: ${reason}.`, {
      code: 'content_refused',
      path,
      cause,
      details: { reason },
      next: 'Leave the file out of the bundle, or replace it by what its name says.',
    })
  }
  const name = path.slice(path.lastIndexOf('/') + 1)
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : 'txt'
  if (extension.startsWith('onnx_data')) return
  if (extension === 'onnx' || extension === 'model') {
    const found = signatures.find(([magic]) => magic.every((byte, index) => bytes[index] === byte))
    if (found !== undefined) refuse(`its content is ${found[1]}`)
    return
  }
  if (bytes[0] === 0x23 && bytes[1] === 0x21) refuse('its content is a script')
  let text = ''
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    refuse('its content is not UTF-8 text', cause)
  }
  if (text.includes('\u0000')) refuse('its content is not text')
  if (extension === 'json') {
    try {
      JSON.parse(text)
    } catch (cause) {
      refuse('its content is not JSON', cause)
    }
  }
}
