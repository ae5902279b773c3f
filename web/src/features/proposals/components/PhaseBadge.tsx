import { useTranslations } from 'next-intl'
import { Badge, type BadgeTone } from '@/components/ui/Badge'
import type { Phase } from '../phase'

const tones: Record<Phase, BadgeTone> = {
  notStarted: 'neutral',
  open: 'accent',
  notPassed: 'bad',
  passed: 'good',
  waiting: 'warn',
  ready: 'good',
  carriedOut: 'good',
  withdrawn: 'neutral',
  stopped: 'bad',
  expired: 'neutral',
  uncounted: 'neutral',
}

/** Where a proposal is, in two or three words. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const t = useTranslations('proposals.phase')
  return <Badge tone={tones[phase]}>{t(phase)}</Badge>
}
