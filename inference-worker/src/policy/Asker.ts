import type { Purpose } from '@commonweal/sdk/policy/vocabulary'
import type { Address } from 'viem'

/** Who asks, and what for: what a policy decides by. */
export interface Asker {
  /** Who has signed in; zero for nobody. */
  account: Address
  /** Undefined where neither the request nor the community names one. */
  purpose: Purpose | undefined
  commercial: boolean
}
