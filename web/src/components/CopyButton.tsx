'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

/** Puts a value on the clipboard and says that it did. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const t = useTranslations('common')
  const [copied, setCopied] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-label={t('copy', { what })}
        onClick={async () => {
          try {
            await navigator.clipboard.writeText(value)
            setCopied(true)
          } catch {
            setCopied(false)
          }
        }}
        className="-mx-2 -my-2.5 inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-quiet hover:bg-sunken hover:text-ink"
      >
        {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      </button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </>
  )
}
