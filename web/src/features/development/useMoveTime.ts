'use client'

import { useState } from 'react'
import { useRouter } from '@/i18n/navigation'
import { useConfig } from '@/lib/config/ConfigProvider'
import { moveTime } from './moveTime'

/** Moves the development chain's clock and shows the page anew. */
export function useMoveTime() {
  const { rpcUrl } = useConfig()
  const router = useRouter()
  const [state, setState] = useState<
    { kind: 'idle' } | { kind: 'working' } | { kind: 'done'; at: number } | { kind: 'failed' }
  >({ kind: 'idle' })
  async function move(to: { at: number } | { by: number }) {
    setState({ kind: 'working' })
    try {
      const at = await moveTime(rpcUrl, to)
      router.refresh()
      setState({ kind: 'done', at })
    } catch {
      setState({ kind: 'failed' })
    }
  }
  return { state, move }
}
