/** The files of `messages/<locale>/`. */
export const namespaces = [
  'ask',
  'common',
  'community',
  'development',
  'errors',
  'glossary',
  'home',
  'models',
  'proposals',
  'transactions',
  'wallet',
] as const

/**
 * What the browser gets; everything else is rendered on the server. The large `glossary` stays there, and each
 * page that needs more of its own in the browser hands it over itself.
 */
export const clientNamespaces = [
  'ask',
  'common',
  'development',
  'errors',
  'models',
  'proposals',
  'transactions',
  'wallet',
] as const
