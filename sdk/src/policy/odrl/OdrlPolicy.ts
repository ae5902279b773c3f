/** A value that is an IRI, or a literal with its type. */
export type OdrlValue =
  | { readonly '@id': string }
  | {
      readonly '@value': string
      readonly '@type': `xsd:${'boolean' | 'date' | 'dateTime' | 'decimal' | 'integer' | 'string'}`
    }

/** A condition on a rule or on an action. */
export type OdrlConstraint = {
  readonly leftOperand: string
  readonly operator: 'eq' | 'gteq' | 'lt' | 'isAnyOf' | 'isAllOf'
  readonly rightOperand: OdrlValue | readonly OdrlValue[]
}

/** An action, alone or refined. */
export type OdrlAction =
  | string
  | readonly [
      { readonly 'rdf:value': { readonly '@id': string }; readonly refinement: readonly OdrlConstraint[] },
    ]

/** What has to be done. */
export type OdrlDuty = {
  readonly action: OdrlAction
  readonly target?: string
  readonly attributedParty?: readonly string[]
  readonly compensatedParty?: readonly string[]
  readonly consentingParty?: string
}

/** What may be done, or must not. */
export type OdrlRule = {
  readonly target: string
  readonly action: OdrlAction
  readonly constraint?: readonly OdrlConstraint[]
  readonly duty?: readonly OdrlDuty[]
}

/** A policy in ODRL 2.2 as JSON-LD. */
export type OdrlPolicy = {
  readonly '@context': 'http://www.w3.org/ns/odrl.jsonld'
  readonly '@type': 'Set'
  readonly uid: string
  readonly profile: string
  /** Where a permission and a prohibition meet, the prohibition holds. */
  readonly conflict: 'prohibit'
  readonly permission?: readonly OdrlRule[]
  readonly prohibition?: readonly OdrlRule[]
  readonly obligation?: readonly OdrlDuty[]
}
