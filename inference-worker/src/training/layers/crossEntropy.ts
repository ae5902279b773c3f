/** Probabilities that sum to 1. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i] as number)
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

/**
 * The surprise (in nats) at the right answer, and the gradient of the logits.
 *
 * @param smoothing Share of the target that is spread evenly over all answers, against overconfidence.
 */
export function crossEntropy(
  logits: Float64Array,
  target: number,
  smoothing: number,
): { loss: number; gradient: Float64Array } {
  const probabilities = softmax(logits)
  const even = smoothing / logits.length
  let loss = 0
  const gradient = probabilities.map((probability, i) => {
    const wanted = even + (i === target ? 1 - smoothing : 0)
    loss -= wanted * Math.log(Math.max(probability, 1e-300))
    return probability - wanted
  })
  return { loss, gradient }
}
