import { expect } from 'vitest'
import { numericalGradient } from './numericalGradient.ts'
import type { Parameter } from './Parameter.ts'

/** Fails unless the gradients that were added to the parameters are the slopes of the loss. */
export function expectGradients(parameters: readonly Parameter[], loss: () => number): void {
  for (const { name, value, gradient } of parameters) {
    const measured = numericalGradient(value, loss)
    expect(
      gradient.some((x) => x !== 0),
      `${name} has a gradient`,
    ).toBe(true)
    measured.forEach((slope, i) => {
      expect(Math.abs((gradient[i] as number) - slope), `${name}[${i}]`).toBeLessThan(1e-3)
    })
  }
}
