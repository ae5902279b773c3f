import { getLocale, getTranslations } from 'next-intl/server'
import { readHead } from '@/lib/chain/readHead'
import { duration } from '@/lib/format/duration'
import { freshness } from '@/lib/index/freshness'
import { readIndexHead } from '@/lib/index/readIndexHead'
import { settle } from '@/lib/settle'
import { ErrorNotice } from './ErrorNotice'
import { Notice } from './ui/Notice'

/** Says when pages made from the index cannot be taken for the present, or when the chain itself is silent. */
export async function FreshnessBanner() {
  const [head, index] = await Promise.all([settle(readHead()), settle(readIndexHead())])
  if (!head.ok) return <ErrorNotice error={head.error} className="mb-6" />
  const state = freshness(head.value, index.ok ? index.value : undefined)
  if (state.kind === 'fresh') return null
  const t = await getTranslations('common.freshness')
  const locale = await getLocale()
  return (
    <Notice tone="warn" role="status" title={t(`${state.kind}Title`)} next={t('next')} className="mb-6">
      {state.kind === 'behind'
        ? t('behind', {
            blocks: state.blocks,
            age: state.seconds === null ? '' : t('age', { duration: duration(state.seconds, locale) }),
          })
        : t(state.kind)}
    </Notice>
  )
}
