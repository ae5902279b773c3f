import { ManifestError } from '../errors/ManifestError.ts'
import { manifestLimits } from './manifestLimits.ts'

/**
 * What a bundle may hold: what transformers.js reads, and text for people. Everything else is refused, so that a new
 * dangerous format is refused before anyone has heard of it.
 */
const allowedExtensions = new Set([
  'json', // config, tokenizer, generation and preprocessor settings
  'onnx', // the graph
  'txt', // vocab.txt, merges.txt
  'model', // sentencepiece
  'md', // README, the card for people
  'jinja', // chat template
])
/** `model.onnx_data`, and `model.onnx_data_1` … for weights split over several files. */
const externalData = /^onnx_data(_[1-9][0-9]{0,3})?$/
const allowedNames = new Set(['LICENSE', 'NOTICE'])

const pickle = 'a pickle format: loading one runs whatever code it carries'
const program = 'an executable format'
const archive = 'an archive: what it holds cannot be checked file by file'
/** Named so that the refusal can say why; anything else outside the allow-list is refused without a name. */
const refusedExtensions: Readonly<Record<string, string>> = {
  bin: pickle,
  pt: pickle,
  pth: pickle,
  pkl: pickle,
  pickle: pickle,
  ckpt: pickle,
  joblib: pickle,
  dill: pickle,
  npy: pickle,
  npz: pickle,
  h5: 'a Keras format that can carry code',
  hdf5: 'a Keras format that can carry code',
  keras: 'a Keras format that can carry code',
  py: program,
  pyc: program,
  so: program,
  dylib: program,
  dll: program,
  exe: program,
  msi: program,
  com: program,
  scr: program,
  sh: program,
  bash: program,
  bat: program,
  cmd: program,
  ps1: program,
  vbs: program,
  jar: program,
  js: program,
  mjs: program,
  cjs: program,
  ts: program,
  wasm: program,
  node: program,
  html: program,
  svg: program,
  php: program,
  rb: program,
  pl: program,
  zip: archive,
  tar: archive,
  gz: archive,
  xz: archive,
  zst: archive,
  '7z': archive,
}

/** Names Windows opens as devices, with any extension. */
const windowsReserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
/** Control and format characters (which include bidirectional overrides), separators, and halves of characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/u
const windowsForbidden = /[<>:"|?*]/

function refuse(path: string, reason: string, next: string): never {
  throw new ManifestError(`${JSON.stringify(path)}: ${reason}.`, {
    code: 'path_refused',
    path,
    next,
    details: { reason },
  })
}

/**
 * Refuses a path that could leave the bundle's folder, mean two things on two systems, or name a format that can run.
 * Paths are relative, `/`-separated, NFC, and end in an allowed extension (or are LICENSE or NOTICE).
 *
 * @param path As written in the manifest.
 * @throws ManifestError `path_refused`, with `path` and the reason.
 */
export function checkPath(path: string): void {
  const rename = 'Rename the file, or leave it out of the bundle.'
  if (path === '') refuse(path, 'the path is empty', rename)
  if (unprintable.test(path)) refuse(path, 'it holds a control, invisible or unassigned character', rename)
  if (path.includes('\\')) refuse(path, 'it holds a backslash; folders are separated by "/"', rename)
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) {
    refuse(path, 'it is an absolute path; paths are relative to the bundle', rename)
  }
  if (path.normalize('NFC') !== path) refuse(path, 'it is not in Unicode normal form NFC', rename)
  if (windowsForbidden.test(path)) refuse(path, 'it holds one of < > : " | ? *', rename)

  const encoder = new TextEncoder()
  if (encoder.encode(path).length > manifestLimits.pathBytes) {
    refuse(path, `it is longer than ${manifestLimits.pathBytes} bytes`, rename)
  }
  const segments = path.split('/')
  if (segments.length > manifestLimits.segments) {
    refuse(path, `it is deeper than ${manifestLimits.segments} levels`, rename)
  }
  for (const segment of segments) {
    if (segment === '') refuse(path, 'it has an empty segment', rename)
    if (segment === '.' || segment === '..')
      refuse(path, `it has a "${segment}" segment and could leave the bundle`, rename)
    if (encoder.encode(segment).length > manifestLimits.segmentBytes) {
      refuse(path, `a segment is longer than ${manifestLimits.segmentBytes} bytes`, rename)
    }
    if (windowsReserved.test(segment)) refuse(path, `"${segment}" is a device name on Windows`, rename)
    if (/^[ ]|[ .]$/.test(segment))
      refuse(path, 'a segment starts with a space or ends with a space or a dot', rename)
  }
  if (path.toLowerCase() === 'manifest.json') {
    refuse(path, 'the manifest cannot list itself', 'Leave manifest.json out of `files`.')
  }

  const name = segments.at(-1) as string
  if (allowedNames.has(name)) return
  const dot = name.lastIndexOf('.')
  const extension = dot < 0 ? '' : name.slice(dot + 1)
  if (allowedExtensions.has(extension) || externalData.test(extension)) return
  const known = refusedExtensions[extension.toLowerCase()]
  if (known !== undefined && Object.hasOwn(refusedExtensions, extension.toLowerCase())) {
    refuse(path, `".${extension}" is ${known}`, 'Export the model to ONNX and submit that.')
  }
  refuse(
    path,
    extension === '' ? 'it has no extension' : `".${extension}" is not a file a bundle may hold`,
    `Allowed: ${[...allowedExtensions].map((e) => `.${e}`).join(' ')} .onnx_data .onnx_data_N, LICENSE and NOTICE.`,
  )
}
