/** Minutes ahead of UTC, of an offset such as `+02:00`. */
export function parseUtcOffset(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4))
  return text.startsWith('-') && minutes > 0 ? -minutes : minutes
}

/** An offset such as `+02:00`, of minutes ahead of UTC. */
export function formatUtcOffset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
