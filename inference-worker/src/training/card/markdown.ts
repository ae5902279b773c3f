/** A share as a percentage with one decimal, such as "71.3 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/**
 * A Markdown table. The first row is the head.
 *
 * @param textColumns Columns from the left that hold words; numbers after them are set to the right.
 */
export function markdownTable(rows: readonly (readonly (string | number)[])[], textColumns = 1): string {
  const [head = [], ...body] = rows
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i < textColumns ? '---' : '---:'))), ...body.map(line)].join(
    '\n',
  )
}

/** A Markdown list. */
export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}
