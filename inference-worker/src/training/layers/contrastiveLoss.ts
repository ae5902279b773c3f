import { crossEntropy } from './crossEntropy.ts'

/**
 * Pairs against all other pairs of the batch, in both directions (InfoNCE): each need should be nearest to its own
 * offer, and each offer to its own need.
 *
 * @param needs Unit vectors. @param offers Unit vectors; the one at the same index is the match.
 * @param temperature Cosines are divided by it.
 * @returns The mean loss in nats and the gradients of the vectors.
 */
export function contrastiveLoss(
  needs: readonly Float64Array[],
  offers: readonly Float64Array[],
  temperature: number,
): { loss: number; needGradients: Float64Array[]; offerGradients: Float64Array[] } {
  const count = needs.length
  const scores = needs.map((need) =>
    Float64Array.from(
      offers,
      (offer) => need.reduce((sum, x, i) => sum + x * (offer[i] as number), 0) / temperature,
    ),
  )
  const needGradients = needs.map((need) => new Float64Array(need.length))
  const offerGradients = offers.map((offer) => new Float64Array(offer.length))
  let loss = 0
  const add = (n: number, o: number, gradient: number) => {
    const scale = gradient / (2 * count * temperature)
    const need = needs[n] as Float64Array
    const offer = offers[o] as Float64Array
    const dNeed = needGradients[n] as Float64Array
    const dOffer = offerGradients[o] as Float64Array
    for (let i = 0; i < need.length; i++) {
      dNeed[i] = (dNeed[i] as number) + scale * (offer[i] as number)
      dOffer[i] = (dOffer[i] as number) + scale * (need[i] as number)
    }
  }
  for (let i = 0; i < count; i++) {
    const forward = crossEntropy(scores[i] as Float64Array, i, 0)
    const column = Float64Array.from(scores, (row) => row[i] as number)
    const backward = crossEntropy(column, i, 0)
    loss += (forward.loss + backward.loss) / (2 * count)
    for (let j = 0; j < count; j++) {
      add(i, j, forward.gradient[j] as number)
      add(j, i, backward.gradient[j] as number)
    }
  }
  return { loss, needGradients, offerGradients }
}
