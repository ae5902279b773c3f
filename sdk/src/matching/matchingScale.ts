/**
 * K: what a gift in base units is multiplied with before its root is taken, and what a pair sum is divided by to be base
 * units again. A perfect square, so that gifts that are squares have exact roots.
 */
export const matchingScale = 10n ** 32n
