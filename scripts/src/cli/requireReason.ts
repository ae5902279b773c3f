import { UsageError } from './UsageError.ts'

/**
 * What somebody gave as a reason for all to read.
 *
 * @throws UsageError Where it says nothing.
 */
export function requireReason({ reason }: { reason: string }): string {
  if (reason.trim() !== '') return reason
  throw new UsageError('The reason is empty.', 'Say why, with --reason TEXT: it is what people will read.')
}
