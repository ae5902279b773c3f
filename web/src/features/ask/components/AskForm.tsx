'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef, useState } from 'react'
import type { Hex } from 'viem'
import { Button } from '@/components/ui/Button'
import type { Standing } from '@/features/models/status'
import { useRouter } from '@/i18n/navigation'
import { useConfig } from '@/lib/config/ConfigProvider'
import type { Outcome } from '../askWorker'
import type { WorkerErrorKey } from '../workerError'
import { AnswerCard } from './AnswerCard'
import { RefusalCard } from './RefusalCard'

/** A version one can ask, or try to. Times in Unix seconds. */
export type AskableVersion = {
  id: Hex
  slug: string
  number: number
  submittedAt: number
  standing: Standing
  notBefore: number | null
  /** The latest time it was stopped or its approval ended, if any. */
  stop: { at: number; reason: string | null; proposalId: string | null } | null
  approvalProposalId: string | null
}

/**
 * How often a question is asked before a refusal stands. A model that is being made ready answers soon; one that was
 * approved a moment ago may not have reached the worker yet, which waits until the decision is final.
 */
function patienceFor(key: WorkerErrorKey, standing: Standing): number {
  if (key === 'version_loading') return 40
  if (standing === 'usable' && (key === 'version_not_approved' || key === 'model_not_found')) return 8
  return 1
}

const longestInput = 10_000

/** The question, and what came of it. */
export function AskForm({ versions, first, now }: { versions: AskableVersion[]; first: Hex; now: number }) {
  const t = useTranslations('ask')
  const tStanding = useTranslations('models.standing')
  const { workerUrl } = useConfig()
  const router = useRouter()
  const id = useId()
  const [chosen, setChosen] = useState<Hex>(first)
  const [text, setText] = useState('')
  const [state, setState] = useState<'idle' | 'asking' | 'preparing'>('idle')
  const [outcome, setOutcome] = useState<Outcome | undefined>()
  const [askedVersion, setAskedVersion] = useState<Hex | undefined>()
  const result = useRef<HTMLDivElement>(null)
  const stop = useRef<AbortController | undefined>(undefined)
  useEffect(() => () => stop.current?.abort(), [])

  const version = versions.find((candidate) => candidate.id === chosen) ?? versions[0]
  const subject = versions.find((candidate) => candidate.id === askedVersion) ?? version
  const empty = text.trim() === ''

  async function ask() {
    if (version === undefined || empty) return
    stop.current?.abort()
    const control = new AbortController()
    stop.current = control
    setAskedVersion(version.id)
    setOutcome(undefined)
    setState('asking')
    const question = { model: version.id, input: text }
    // With the checks of the answer's shape it is a third of this page's code; nobody needs it before asking.
    const { askWorker } = await import('../askWorker')
    for (let attempt = 1; ; attempt++) {
      const next = await askWorker(workerUrl, question, control.signal)
      if (control.signal.aborted) return
      if (next.kind === 'refusal' && attempt < patienceFor(next.refusal.key, version.standing)) {
        setState('preparing')
        const seconds = Math.min(Math.max(next.refusal.retryAfter ?? 2, 1), 10)
        await new Promise((settle) => setTimeout(settle, seconds * 1000))
        if (control.signal.aborted) return
        continue
      }
      setOutcome(next)
      setState('idle')
      // A refusal may be news to this page: read again what the community decided.
      if (next.kind === 'refusal') router.refresh()
      result.current?.focus()
      return
    }
  }

  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <form
        className="min-w-0 space-y-5"
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <div>
          <label htmlFor={`${id}-model`} className="mb-1 block font-semibold">
            {t('model')}
          </label>
          <select
            id={`${id}-model`}
            value={version?.id}
            onChange={(event) => setChosen(event.target.value as Hex)}
            className="field"
          >
            {versions.map((option) => (
              <option key={option.id} value={option.id}>
                {t('option', {
                  slug: option.slug,
                  number: option.number,
                  standing: tStanding(option.standing),
                })}
              </option>
            ))}
          </select>
          {version && version.standing !== 'usable' ? (
            <p className="mt-1 text-sm text-warn">
              {t('notApprovedNote', { standing: tStanding(version.standing) })}
            </p>
          ) : null}
        </div>
        <div>
          <label htmlFor={`${id}-text`} className="mb-1 block font-semibold">
            {t('text')}
          </label>
          <p id={`${id}-note`} className="text-quiet text-sm">
            {t('textNote')}
          </p>
          <textarea
            id={`${id}-text`}
            aria-describedby={`${id}-note`}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t('placeholder')}
            maxLength={longestInput}
            rows={6}
            dir="auto"
            className="field mt-1"
          />
        </div>
        <Button
          type="submit"
          {...(empty ? { disabledBecause: t('empty') } : {})}
          aria-disabled={state !== 'idle'}
        >
          {t('submit')}
        </Button>
      </form>
      <div ref={result} tabIndex={-1} aria-live="polite" className="min-w-0 outline-none">
        {state === 'asking' ? <p className="text-quiet">{t('asking')}</p> : null}
        {state === 'preparing' ? <p className="text-quiet">{t('preparing')}</p> : null}
        {outcome?.kind === 'answer' && subject ? (
          <AnswerCard outcome={outcome} version={subject} versions={versions} now={now} />
        ) : null}
        {outcome?.kind === 'refusal' && subject ? (
          <RefusalCard refusal={outcome.refusal} version={subject} now={now} onAgain={() => void ask()} />
        ) : null}
      </div>
    </div>
  )
}
