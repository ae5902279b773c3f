import { WorkerError } from '../errors/WorkerError.ts'

/**
 * The check everything rests on: these are the approved bytes, or nothing is done with them.
 * @param path The file's path in its manifest, for the message.
 * @param expected sha256 the manifest (or, for the manifest itself, the chain) names, lowercase hex without 0x.
 * @param actual sha256 of the bytes at hand, in the same form.
 * @throws WorkerError `artifact_mismatch`, naming the path and both digests.
 */
export function checkDigest(path: string, expected: string, actual: string): void {
  if (expected === actual) return
  throw new WorkerError(
    'artifact_mismatch',
    `${path} is not the approved file: its sha256 is ${actual}, approved was ${expected}`,
    {
      path,
      expected,
      actual,
      next: `Find out who changed it. Then delete the stored copy (artifacts/sha256/${expected.slice(0, 2)}/${expected} in the data folder) and start the worker again: it will fetch the file anew.`,
    },
  )
}
