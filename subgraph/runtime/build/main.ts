/** `npm run build [-- CHAIN_ID]`: builds the subgraph for a chain, the local one unless told. */
import { RuntimeError } from '../RuntimeError.ts'
import { buildSubgraph, publishTypes } from './buildSubgraph.ts'
import { LOCAL_CHAIN_ID } from './networks.ts'

const chainId = Number(process.argv[2] ?? LOCAL_CHAIN_ID)
try {
  const built = await buildSubgraph(chainId)
  await publishTypes(built)
  console.log(`Built for ${built.network} (chain ${chainId}) in ${built.folder}`)
} catch (error) {
  console.error(error instanceof RuntimeError ? error.describe() : error)
  process.exitCode = 1
}
