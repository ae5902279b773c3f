import type { Random } from '../random/Random.ts'

/** A matrix of weights, row by row, with the gradient of the loss that backward passes add to. */
export class Parameter {
  readonly name: string
  readonly rows: number
  readonly columns: number
  /** What is exported: 32-bit floats, so that the trainer computes with the numbers the runtime will have. */
  readonly value: Float32Array
  readonly gradient: Float64Array

  constructor(name: string, rows: number, columns: number) {
    this.name = name
    this.rows = rows
    this.columns = columns
    this.value = new Float32Array(rows * columns)
    this.gradient = new Float64Array(rows * columns)
  }

  /** Fills with normal numbers of this deviation. */
  initialize(random: Random, deviation: number): this {
    for (let i = 0; i < this.value.length; i++) this.value[i] = random.normal() * deviation
    return this
  }
}
