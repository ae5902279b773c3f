import { readHead } from '@/lib/chain/readHead'
import { readIndexHead } from '@/lib/index/readIndexHead'
import { settle } from '@/lib/settle'

export const dynamic = 'force-dynamic'

/** How far the chain and the index are. Pages wait for the index with it; null where a part does not answer. */
export async function GET() {
  const [chain, index] = await Promise.all([settle(readHead()), settle(readIndexHead())])
  return Response.json(
    { chain: chain.ok ? chain.value : null, index: index.ok ? index.value : null },
    { headers: { 'cache-control': 'no-store' } },
  )
}
