/** What is kept of all gifts to one project. */
export type Tally = {
  /** S: the sum of the donors' roots. */
  rootSum: bigint
  /**
   * P: the sum over the pairs of donors, S² − Σr² where no two are of one household. Divided by K, the match in base
   * units before the pool and the cap have their say. Never negative; 0 where there is no second donor.
   */
  pairSum: bigint
}
