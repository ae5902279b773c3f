import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'

/** Raw facts for those who want them, closed at first. */
export function TechnicalDetails({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <details className="group rounded-xl border border-line bg-card">
      <summary className="tap w-full justify-between gap-2 px-4 font-semibold text-quiet">
        {label}
        <ChevronDown aria-hidden className="size-5 shrink-0 transition-transform group-open:rotate-180" />
      </summary>
      <div className="space-y-3 border-line border-t px-4 py-3 text-sm">{children}</div>
    </details>
  )
}
