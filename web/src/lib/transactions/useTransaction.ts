'use client'

import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import type { Abi, Hex } from 'viem'
import { useConnection } from 'wagmi'
import { writeContract } from 'wagmi/actions'
import { useWalletRuntime } from '@/features/wallet/WalletScope'
import { useRouter } from '@/i18n/navigation'
import { useConfig } from '@/lib/config/ConfigProvider'
import { contractErrors } from '@/lib/errors/contractErrors'
import { explainError } from '@/lib/errors/explainError'
import type { PlannedTransaction } from './PlannedTransaction'
import { isUnderWay, type Progress } from './progress'
import { forgetTransaction, keepTransaction, recallTransaction } from './rememberedTransaction'

const patience = { receipt: 180_000, slow: 15_000, poll: 700 }

/**
 * Takes one transaction at a time from the wish to everyone's seeing it.
 *
 * @param key what the transaction is about; a reload of the page finds a sent transaction again by it
 */
export function useTransaction(key: string) {
  const { wagmi, reader, queries } = useWalletRuntime()
  const { chainId } = useConfig()
  const { address } = useConnection()
  const router = useRouter()
  const [progress, setProgress] = useState<Progress>({ step: 'idle' })
  const mounted = useRef(true)
  const latest = useRef(progress)
  latest.current = progress
  const show = useCallback((next: Progress) => {
    if (mounted.current) setProgress(next)
  }, [])

  const follow = useCallback(
    async (hash: Hex) => {
      show({ step: 'sent', hash })
      try {
        let replaced = false
        const receipt = await reader.waitForTransactionReceipt({
          hash,
          timeout: patience.receipt,
          onReplaced: ({ reason }) => {
            replaced = reason !== 'repriced'
          },
        })
        if (replaced) {
          forgetTransaction(key)
          return show({ step: 'failed', why: { kind: 'transaction', key: 'replaced' }, hash })
        }
        if (receipt.status !== 'success') {
          forgetTransaction(key)
          return show({ step: 'failed', why: { kind: 'transaction', key: 'reverted' }, hash })
        }
        const block = Number(receipt.blockNumber)
        show({ step: 'confirmed', hash, block, slow: false })
        void queries.invalidateQueries()
        const start = Date.now()
        while (mounted.current && !(await indexHasRead(block))) {
          show({ step: 'confirmed', hash, block, slow: Date.now() - start > patience.slow })
          await new Promise((settle) => setTimeout(settle, patience.poll))
        }
        if (!mounted.current) return
        forgetTransaction(key)
        // One transition: "visible here" appears together with what it speaks of, not before.
        startTransition(() => {
          router.refresh()
          show({ step: 'visible', hash, block })
        })
      } catch (error) {
        const why = explainError(error)
        // The chain may answer again after a reload; only what is certain is forgotten.
        show({ step: 'failed', why, hash })
      }
    },
    [key, queries, reader, router, show],
  )

  const start = useCallback(
    async (planned: PlannedTransaction) => {
      if (isUnderWay(latest.current) || address === undefined) return
      show({ step: 'checking' })
      const call = {
        address: planned.address,
        abi: [...planned.abi, ...contractErrors] as Abi,
        functionName: planned.functionName,
        args: planned.args,
      }
      let hash: Hex
      try {
        await reader.simulateContract({ ...call, account: address })
        show({ step: 'wallet' })
        hash = await writeContract(wagmi, { ...call, chainId })
      } catch (error) {
        const why = explainError(error)
        return show(
          why.kind === 'transaction' && why.key === 'cancelled'
            ? { step: 'cancelled' }
            : { step: 'failed', why },
        )
      }
      keepTransaction(key, hash)
      await follow(hash)
    },
    [address, chainId, follow, key, reader, show, wagmi],
  )

  useEffect(() => {
    mounted.current = true
    const hash = recallTransaction(key)
    if (hash !== undefined && latest.current.step === 'idle') void follow(hash)
    return () => {
      mounted.current = false
    }
  }, [follow, key])

  const dismiss = useCallback(() => {
    forgetTransaction(key)
    setProgress({ step: 'idle' })
  }, [key])

  return { progress, start, dismiss }
}

async function indexHasRead(block: number): Promise<boolean> {
  try {
    const response = await fetch('/api/status', { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
    const status = (await response.json()) as { index: { number: number } | null }
    return status.index !== null && status.index.number >= block
  } catch {
    return false
  }
}
