import path from 'node:path'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import config from '../hardhat.config.ts'

/** The contracts package's folder. */
export const packageRoot = path.resolve(import.meta.dirname, '..')

/** Hardhat with this package's configuration, whichever folder the caller stands in. */
export async function openHardhat(): Promise<HardhatRuntimeEnvironment> {
  return createHardhatRuntimeEnvironment(
    config,
    { config: path.join(packageRoot, 'hardhat.config.ts') },
    packageRoot,
  )
}
