/** How often the right offer is found. Shares are in [0, 1]. */
export interface RetrievalScores {
  /** Needs asked, and offers to choose from. */
  count: number
  recallAt1: number
  recallAt5: number
  /** Mean of 1 / rank of the right offer. */
  meanReciprocalRank: number
}

/**
 * Ranks all offers for each need. Offers that score the same as the right one are ranked before it, so that a method
 * which cannot tell offers apart gets no credit.
 *
 * @param count Needs, and as many offers.
 * @param similarity Of need i and offer j; the right offer of need i is offer i.
 */
export function scoreRetrieval(
  count: number,
  similarity: (need: number, offer: number) => number,
): RetrievalScores {
  let first = 0
  let firstFive = 0
  let reciprocal = 0
  for (let need = 0; need < count; need++) {
    const own = similarity(need, need)
    let rank = 1
    for (let offer = 0; offer < count; offer++) if (offer !== need && similarity(need, offer) >= own) rank++
    if (rank === 1) first++
    if (rank <= 5) firstFive++
    reciprocal += 1 / rank
  }
  return {
    count,
    recallAt1: first / count,
    recallAt5: firstFive / count,
    meanReciprocalRank: reciprocal / count,
  }
}
