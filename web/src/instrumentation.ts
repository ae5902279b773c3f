/** Says at start, by name, what is missing from the environment; the pages say it too. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { ConfigError, readConfig } = await import('./lib/config/readConfig')
  try {
    readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(`${error.message}\n${error.next}`)
  }
}
