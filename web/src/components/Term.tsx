import type { ReactNode } from 'react'
import type { TermId } from '@/features/glossary/terms'
import { Link } from '@/i18n/navigation'

/** A word that has an entry in the glossary. */
export function Term({ id, children }: { id: TermId; children: ReactNode }) {
  return (
    <Link
      href={`/glossary#${id}`}
      prefetch={false}
      className="underline decoration-dotted decoration-quiet underline-offset-4 hover:decoration-solid"
    >
      {children}
    </Link>
  )
}
