import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { packageRoot } from './openHardhat.ts'

/**
 * Test files that are compiled together. The compiler is WebAssembly, with 4 GiB at most, and a test carries the code of
 * all that it deploys: with 37 files through the IR it ended in "Error writing output JSON".
 */
const filesAtOnce = 9

/** Every Solidity test of the package, by absolute path. */
async function allTestFiles(): Promise<string[]> {
  const testRoot = path.join(packageRoot, 'test')
  const names = await readdir(testRoot, { recursive: true })
  return names
    .filter((name) => name.endsWith('.t.sol'))
    .sort()
    .map((name) => path.join(testRoot, name))
}

/**
 * Solidity tests in groups that are compiled together.
 *
 * @param files Paths of `.t.sol` files; all of them where there are none.
 */
export async function groupTestFiles(files: readonly string[]): Promise<string[][]> {
  const chosen = files.length > 0 ? files.map((file) => path.resolve(file)) : await allTestFiles()
  const count = Math.ceil(chosen.length / filesAtOnce)
  // In turn: neighbours are of a kind, and those of the invariants are the heaviest to compile.
  return Array.from({ length: count }, (_, group) => chosen.filter((__, index) => index % count === group))
}
