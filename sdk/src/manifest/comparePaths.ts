const encoder = new TextEncoder()

/**
 * Orders paths by their UTF-8 bytes, the order of `files` and of the Merkle leaves. JavaScript's own order is by
 * UTF-16 code units, which differs for characters beyond U+FFFF and which no other language would reproduce.
 */
export function comparePaths(a: string, b: string): number {
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const difference = (left[i] as number) - (right[i] as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
