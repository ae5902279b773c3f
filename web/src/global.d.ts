import type ask from '../messages/en/ask.json'
import type common from '../messages/en/common.json'
import type community from '../messages/en/community.json'
import type development from '../messages/en/development.json'
import type errors from '../messages/en/errors.json'
import type glossary from '../messages/en/glossary.json'
import type home from '../messages/en/home.json'
import type models from '../messages/en/models.json'
import type proposals from '../messages/en/proposals.json'
import type transactions from '../messages/en/transactions.json'
import type wallet from '../messages/en/wallet.json'
import type { Locale as AppLocale } from './i18n/routing'

declare module 'next-intl' {
  interface AppConfig {
    Locale: AppLocale
    Messages: {
      ask: typeof ask
      common: typeof common
      community: typeof community
      development: typeof development
      errors: typeof errors
      glossary: typeof glossary
      home: typeof home
      models: typeof models
      proposals: typeof proposals
      transactions: typeof transactions
      wallet: typeof wallet
    }
  }
}
