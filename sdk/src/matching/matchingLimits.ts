/** The most that a round may hold, in the contract as here. */
export const matchingLimits = {
  /** Accepted projects. Each may be rounded up by 1/2,048 of a base unit, all together by less than one. */
  projects: 1_024,
  /** First sum of roots that is too large for one project: a million donors of 10^30 base units stay below it. */
  rootSum: 2n ** 123n,
  /** M with which households make no difference, and the largest. */
  householdBound: 2n ** 128n - 1n,
} as const
