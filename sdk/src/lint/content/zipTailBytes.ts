/** How far from its end an archive may begin to end: its last record, with the longest comment. */
export const zipTailBytes = 22 + 65_535
