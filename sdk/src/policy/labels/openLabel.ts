import type { Hex } from 'viem'
import { LabelError } from '../../errors/LabelError.ts'
import { commitLabel, type LabelReference } from './commitLabel.ts'

/**
 * Shows that a label is the one that a policy carries.
 *
 * @throws LabelError `label_mismatch` where the commitment is another's, or `label_salt`.
 */
export function openLabel(commitment: Hex, label: LabelReference, salt: Hex): void {
  if (commitLabel(label, salt) === commitment.toLowerCase()) return
  // Which label was tried is not repeated: it may be one whose name must not be told.
  throw new LabelError('The commitment is not that of this label with this salt.', {
    code: 'label_mismatch',
    next: 'Look whether family, type, id and salt are all as they were when it was committed to.',
  })
}
