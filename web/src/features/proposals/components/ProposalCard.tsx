import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Link } from '@/i18n/navigation'
import { titleAndBody } from '../description'
import type { Phase } from '../phase'
import { PhaseBadge } from './PhaseBadge'

/** A proposal in a list. The whole card leads to it. */
export function ProposalCard({
  proposal,
  phase,
  children,
}: {
  proposal: { proposalId: bigint; description: string }
  phase: Phase
  children?: ReactNode
}) {
  const t = useTranslations('proposals')
  const { title } = titleAndBody(proposal.description)
  return (
    <article className="panel relative space-y-2 p-5 hover:border-edge">
      <PhaseBadge phase={phase} />
      <h3 className="font-bold text-lg" dir="auto">
        <Link href={`/proposals/${proposal.proposalId}`} className="after:absolute after:inset-0">
          {title ?? t('untitled')}
        </Link>
      </h3>
      {children ? <div className="text-quiet">{children}</div> : null}
    </article>
  )
}
