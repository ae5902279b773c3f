import { type BlockSource, readLimited } from './BlockSource.ts'

/** Blocks from a trustless gateway (`GET /ipfs/{cid}?format=raw`, the IPFS trustless gateway specification). */
export function gatewaySource(url: string): BlockSource {
  const base = new URL(url)
  return {
    name: `gateway ${base.origin}`,
    async get(cid, limit, signal) {
      const response = await fetch(new URL(`/ipfs/${cid}?format=raw`, base), {
        headers: { accept: 'application/vnd.ipld.raw' },
        // A subdomain gateway redirects; following it could lead anywhere, and a trustless one has no need to.
        redirect: 'error',
        signal,
      })
      if (response.status !== 200) {
        await response.body?.cancel()
        throw new Error(`answered ${response.status}`)
      }
      return readLimited(response, limit)
    },
  }
}
