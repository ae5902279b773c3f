/** Whether a Host header names this machine itself, with or without a port. */
export function isLoopbackHost(header: string | undefined): boolean {
  if (header === undefined) return false
  const host = header.replace(/:\d+$/, '').toLowerCase()
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  )
}
