/** The two ends of a long hexadecimal value, for people to compare. Never for programs. */
export function shortHex(value: string, ends = 4): string {
  return value.length <= 4 + 2 * ends ? value : `${value.slice(0, 2 + ends)}…${value.slice(-ends)}`
}
