/** Text out of a file, as part of a sentence: on one line, and not longer than a line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}
