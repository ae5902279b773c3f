import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import { RuntimeError } from '@commonweal/subgraph/runtime/RuntimeError'

/** What starting or running the indexer throws. Codes of its runtime (Postgres, build, platform) pass through. */
export class IndexerError extends CommonwealError {
  override name = 'IndexerError'

  /** Any failure as an IndexerError; one of the runtime keeps its code, details and next step. */
  static from(error: unknown): IndexerError {
    if (error instanceof IndexerError) return error
    if (error instanceof RuntimeError) {
      const { code, message, details, next } = error
      return new IndexerError(message, {
        code,
        cause: error,
        ...(details === undefined ? {} : { details }),
        ...(next === undefined ? {} : { next }),
      })
    }
    const message = error instanceof Error ? error.message : String(error)
    return new IndexerError(message, { code: 'indexer_failed', cause: error })
  }
}
