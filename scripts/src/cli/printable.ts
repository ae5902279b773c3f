/**
 * Makes text from the chain or from files safe to print on one line: descriptions and names are written by anyone, and
 * control characters would let them move the cursor, colour, or write lines that look like this program's.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
