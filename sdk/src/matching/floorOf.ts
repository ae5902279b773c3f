/** A value this little under a whole one, as a part of 1, is taken as the whole one. */
const closeness = 2_048n

/**
 * ⌊P·num/den⌋, except that what lies within 1/2,048 under a whole number is that number. Roots are floors, so that
 * a match that is a whole number, as c·n(n − 1) of n equal gifts of c, would otherwise come out one base unit short.
 *
 * @param pairSum P.
 * @param num With `den` λ, base units to one of the pair sum.
 * @param den More than 0.
 * @returns Base units.
 */
export function floorOf(pairSum: bigint, num: bigint, den: bigint): bigint {
  const product = pairSum * num
  const whole = product / den
  return product % den >= den - den / closeness ? whole + 1n : whole
}
