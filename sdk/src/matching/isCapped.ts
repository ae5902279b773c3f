import type { Scaling } from './payOf.ts'

/** Whether λ·P comes to the cap: such a project is paid the cap, and what it had above goes to the others. */
export function isCapped(pairSum: bigint, { num, den, cap = 0n }: Scaling): boolean {
  return cap > 0n && pairSum > 0n && num * pairSum >= cap * den
}
