import type { FileRule } from '../BundleFile.ts'
import { inspectModel } from '../onnx/inspectModel.ts'

/** What an ONNX graph reaches for, brings along, or takes to run. */
export const onnxRule: FileRule = {
  name: 'onnx',
  check({ path, size, bytes }, sizeOf) {
    // Cut off, it says nothing; that it is too large is said by the limits.
    if (!path.endsWith('.onnx') || bytes.length < size || size === 0) return []
    return inspectModel(path, bytes, sizeOf).remarks
  },
}
