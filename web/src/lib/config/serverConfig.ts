import { connection } from 'next/server'
import { cache } from 'react'
import { readConfig, type ServerConfig } from './readConfig'

/**
 * The configuration, on the server, for the request that is being answered: never at build time.
 *
 * @throws ConfigError naming every variable that needs attention.
 */
export const serverConfig: () => Promise<ServerConfig> = cache(async () => {
  await connection()
  return readConfig()
})
