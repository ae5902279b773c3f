'use client'

import { useEffect } from 'react'
import { useRouter } from '@/i18n/navigation'

const interval = 15_000

/** Reads the page again from time to time while somebody looks at it. What is typed and open stays as it is. */
export function LiveRefresh() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && navigator.onLine) router.refresh()
    }, interval)
    return () => clearInterval(timer)
  }, [router])
  return null
}
