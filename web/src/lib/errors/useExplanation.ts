'use client'

import { useTranslations } from 'next-intl'
import type { Explanation } from './explainError'

/** The sentence and the next step for an error, in the person's language. */
export function useExplanation() {
  const t = useTranslations('errors')
  return (explanation: Explanation): { title: string; next: string } => {
    if (explanation.kind === 'transaction') {
      return {
        title: t(`transaction.${explanation.key}.title`),
        next: t(`transaction.${explanation.key}.next`),
      }
    }
    const key = `contract.${explanation.name}` as 'contract.FailedCall'
    if (!t.has(`${key}.title`)) {
      return { title: t('transaction.reverted.title'), next: t('transaction.reverted.next') }
    }
    return { title: t(`${key}.title`), next: t(`${key}.next`) }
  }
}
