/** The part of an address that may be shown: keys of RPC providers sit in paths, queries and user names. */
export function redactUrl(url: string): string {
  try {
    return new URL(url).origin
  } catch {
    return '(not a URL)'
  }
}
