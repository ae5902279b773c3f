import { askChain, type BlockFacts, readBlock } from './askChain.ts'

const tickMs = 1_000
/** After the last transaction or leap in time, a block a second for this long: two blocks make one final. */
const activeMs = 60_000
/** A quiet chain grows slower, which keeps later starts quick: the indexer reads every block again. */
const quietBlockMs = 4_000
const saveAfterMs = 2_000
const saveAtLeastMs = 120_000

/**
 * Mines when nobody sends anything, so that the chain's time goes on, and saves the chain soon after something has
 * happened on it.
 */
export function keepChainTime(
  url: string,
  { save, warn }: { save: () => Promise<void>; warn: (text: string) => void },
): { stop: () => Promise<void> } {
  let seen: BlockFacts | undefined
  let activeAt = Date.now()
  let minedAt = Date.now()
  let savedAt = Date.now()
  let changedAt: number | undefined
  let warned = false
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const look = async () => {
    const latest = await readBlock(url, 'latest')
    const now = Date.now()
    let happened = seen === undefined
    if (seen && latest.number > seen.number) {
      minedAt = now
      const passed = latest.timestamp - seen.timestamp
      happened = passed > 60 + (latest.number - seen.number)
      for (let number = seen.number + 1; number <= latest.number && !happened; number++) {
        happened = (await readBlock(url, `0x${number.toString(16)}`)).transactions > 0
      }
    }
    // Going back (a test's evm_revert) is a change as well.
    if (seen && latest.number < seen.number) happened = true
    seen = latest
    if (happened) {
      activeAt = now
      changedAt ??= now
    }
    const due = now - activeAt < activeMs ? tickMs : quietBlockMs
    if (now - minedAt >= due - 50) {
      await askChain(url, 'evm_mine', [])
      minedAt = Date.now()
      seen = await readBlock(url, 'latest')
    }
  }
  const saveIfDue = async () => {
    const now = Date.now()
    if (!(changedAt !== undefined && now - changedAt >= saveAfterMs) && now - savedAt < saveAtLeastMs) return
    changedAt = undefined
    savedAt = now
    try {
      await save()
      warned = false
    } catch (error) {
      changedAt ??= Date.now()
      if (!warned) warn(`The chain could not be saved: ${(error as Error).message}`)
      warned = true
    }
  }
  const tick = async () => {
    try {
      await look()
    } catch {
      // The chain is busy or going down: the part itself is watched elsewhere.
    }
    await saveIfDue()
  }

  let running: Promise<void> = Promise.resolve()
  const next = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = tick().finally(next)
    }, tickMs)
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
