import { matchingScale } from './matchingScale.ts'
import type { Scaling } from './payOf.ts'

const places = 18

/**
 * λ·K for people: how much of what its gifts call for a project is paid where no cap stands in the way. `1` is all of it.
 *
 * @returns A decimal, cut off after 18 places, without zeros at its end; `infinite` where every project is paid the cap.
 */
export function formatLambda({ num, den }: Pick<Scaling, 'num' | 'den'>): string {
  if (den === 0n) return 'infinite'
  const digits = ((num * matchingScale * 10n ** BigInt(places)) / den).toString().padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`
}
