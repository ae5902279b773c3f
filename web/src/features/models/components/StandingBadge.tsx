import { useTranslations } from 'next-intl'
import { Badge, type BadgeTone } from '@/components/ui/Badge'
import type { Standing } from '../status'

const tones: Record<Standing, BadgeTone> = {
  unknown: 'neutral',
  waiting: 'neutral',
  usable: 'good',
  notYet: 'warn',
  expired: 'warn',
  suspended: 'bad',
  revoked: 'bad',
  withdrawn: 'neutral',
}

/** Where a version stands, in one or two words. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const t = useTranslations('models.standing')
  return <Badge tone={tones[standing]}>{t(standing)}</Badge>
}
