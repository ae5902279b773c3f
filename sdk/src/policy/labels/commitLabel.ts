import { encodeAbiParameters, type Hex, isHex, keccak256 } from 'viem'
import { LabelError } from '../../errors/LabelError.ts'
import type { LabelFamily } from './labelTypes.ts'

/** What identifies a label: the community's own signal, referenced and never copied. */
export type LabelReference = {
  readonly family: LabelFamily
  /** As the Hub spells it, known here or not. */
  readonly type: string
  /** The Hub's id. */
  readonly uniqueId: string
}

const reference = [{ type: 'string' }, { type: 'string' }, { type: 'string' }, { type: 'bytes32' }] as const

/**
 * What stands on chain for a label: `keccak256(abi.encode(family, type, uniqueId, salt))`. There are few types, and ids
 * can be looked up: without the salt anybody could try them all.
 *
 * @param salt 32 random bytes, new for every label, kept by the community.
 * @throws LabelError `label_salt`.
 */
export function commitLabel({ family, type, uniqueId }: LabelReference, salt: Hex): Hex {
  if (!isHex(salt, { strict: true }) || salt.length !== 66) {
    throw new LabelError('A salt is 32 bytes.', {
      code: 'label_salt',
      next: 'Give 0x and 64 hexadecimal digits, made at random for this label alone.',
    })
  }
  return keccak256(encodeAbiParameters(reference, [family, type, uniqueId, salt]))
}
