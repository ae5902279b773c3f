/** To four places, as figures stand in a manifest. */
export function roundShare(share: number): number {
  return Number(share.toFixed(4))
}
