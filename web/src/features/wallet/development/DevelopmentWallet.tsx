'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/Badge'
import { Button } from '@/components/ui/Button'
import { shortHex } from '@/lib/format/shortHex'
import { developmentAccount, developmentAccountNumbers } from './developmentAccounts'
import { chooseAccount } from './developmentChoice'

/** The accounts of the development wallet, marked for what they are. */
export default function DevelopmentWallet({ title, onChosen }: { title: string; onChosen: () => void }) {
  const t = useTranslations('wallet.development')
  return (
    <section className="space-y-3 rounded-xl border-2 border-warn border-dashed p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-bold">{title}</h3>
        <Badge tone="warn">{t('badge')}</Badge>
      </div>
      <p className="text-quiet text-sm">{t('note')}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {developmentAccountNumbers.map((number) => (
          <li key={number}>
            <Button
              tone="secondary"
              wide
              className="flex-col gap-0"
              onClick={() => {
                chooseAccount(number)
                onChosen()
              }}
            >
              {t('account', { number })}
              <span dir="ltr" className="font-mono text-quiet text-sm">
                {shortHex(developmentAccount(number).address)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
