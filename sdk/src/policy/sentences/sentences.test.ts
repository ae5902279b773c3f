import { describe, expect, test } from 'vitest'
import {
  fullPolicy,
  groupId,
  openPolicy,
  parentId,
  policyId,
  policyWith,
} from '../../../test/examplePolicy.ts'
import { samplePolicyTriples } from '../../../test/policyTriples.ts'
import { parsePolicy } from '../parsePolicy.ts'
import type { Policy, PolicyJson } from '../policySchema.ts'
import { reasons } from '../reasons.ts'
import { commercialRules, derivativeRules, purposes, retentionRules } from '../vocabulary.ts'
import { catalogues, type Language } from './catalogues.ts'
import { describeDecision } from './describeDecision.ts'
import { describePolicy } from './describePolicy.ts'
import { policyUtcOffset } from './policyUtcOffset.ts'
import { writeTime } from './writeTime.ts'

const languages = Object.keys(catalogues) as Language[]
const texts = (policy: Policy, language: Language) => describePolicy(policy, language).map(({ text }) => text)
const textOf = (rule: keyof Policy, changes: Partial<PolicyJson>, language: Language) =>
  describePolicy(policyWith(changes), language)
    .filter((sentence) => sentence.rule === rule)
    .map(({ text }) => text)
    .join(' ')
const seconds = (iso: string) => Date.parse(iso) / 1000

/** The keys of an object and of those in it. */
const keys = (value: object, at = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keys(inner, `${at}${key}.`) : [`${at}${key}`],
  )

test('every language has the same sentences, and none is empty or another’s', () => {
  const [first, ...more] = languages.map((language) => keys(catalogues[language]).toSorted())
  for (const other of more) expect(other).toEqual(first)
  const words = languages.map((language) => JSON.stringify(catalogues[language]))
  expect(new Set(words).size).toBe(languages.length)
})

describe.each(languages)('in %s', (language) => {
  test('every value of every rule has its own sentence', () => {
    const values: [keyof PolicyJson, unknown[]][] = [
      [
        'audience',
        [
          ...['anyone', 'community', 'grantees', 'elder', 'steward', 'treasurer', groupId].map((term) => [
            { anyOf: [term] },
          ]),
          [{ anyOf: ['elder'] }, { anyOf: [groupId] }],
        ],
      ],
      ['purposes', [[], ...purposes.map((purpose) => [purpose])]],
      ['commercial', [...commercialRules]],
      ['share', [0, 1, 10_000]],
      ['derivatives', [...derivativeRules]],
      [
        'season',
        [null, fullPolicy.season, { utcOffset: '-03:00', windows: [{ from: '02-29', to: '02-29' }] }],
      ],
      ['closedUntil', [null, '2027-03-01T00:00:00Z']],
      ['consent', [0, 1, 2]],
      ['attribution', [null, groupId]],
      ['outreachOnly', [false, true]],
      ['expiresAt', [null, '2027-03-01T00:00:00Z']],
      ['custodian', [null, fullPolicy.custodian]],
      ['retention', [...retentionRules]],
      ['labels', [[], [groupId], [groupId, policyId]]],
      ['document', [null, groupId]],
      ['parents', [[], [{ ...openPolicy, policyId: parentId }]]],
    ]
    expect(values.map(([rule]) => rule).toSorted()).toEqual(
      Object.keys(openPolicy)
        .filter((field) => field !== 'policyId' && field !== 'communityId')
        .toSorted(),
    )
    for (const [rule, some] of values) {
      const said = some.map((value) =>
        describePolicy(policyWith({ [rule]: value }), language)
          .filter((sentence) => sentence.rule === rule && sentence.policyId === policyId)
          .map(({ text }) => text)
          .join(' '),
      )
      for (const text of said) expect(text).toMatch(/^\p{Lu}.*\.$|^\d.*\.$/u)
      expect(new Set(said).size).toBe(said.length)
    }
  })

  test('every reason has its own sentence, with and without an end', () => {
    const say = (until: number | null) =>
      reasons.map((reason) => describeDecision({ allowed: reason === 'ALLOWED', reason, until }, language, 0))
    for (const text of [...say(null), ...say(0)]) expect(text).toMatch(/^\p{Lu}.*\.$/u)
    expect(new Set(say(null)).size).toBe(reasons.length)
    for (const [index, reason] of reasons.entries()) {
      const tells = ['ALLOWED', 'CLOSED_EARLY', 'OUT_OF_SEASON'].includes(reason)
      expect(say(0)[index] !== say(null)[index]).toBe(tells)
    }
  })

  test('random policies are told without a hole', () => {
    for (const { policy } of samplePolicyTriples(11, 200)) {
      if (policy === null) continue
      for (const text of texts(parsePolicy(policy), language)) {
        expect(text).not.toMatch(/undefined|null|NaN|Invalid|\[object/)
      }
    }
  })
})

test('a policy that says something everywhere reads so', () => {
  const policy = policyWith({ ...fullPolicy, parents: [{ ...openPolicy, policyId: parentId }] })
  expect(texts(policy, 'en').slice(0, 17)).toEqual([
    'Only members of the community, members of communities that this one shares with or people in the group 0xd1d1…d1d1 may use it.',
    'They must also be elders of the community or stewards of the community.',
    'It may be used for education, health and business, and for nothing else.',
    'It is not limited to outreach.',
    'Whoever wants to make money with it needs a permission of the community.',
    '12.5% of what is earned with it goes to the community.',
    'Something new may be made from it once the community has approved that.',
    'It is open every year from 1 March to 31 May and from 15 December to 10 January. Days begin at midnight where the community is (UTC+02:00).',
    'A steward has closed it until 1 April 2026.',
    'Nothing is permitted any more from 1 January 2030, 02:00 (UTC+02:00).',
    '3 elders have to consent before a model is approved under these rules.',
    'Every answer says whose knowledge it is.',
    'Whoever contributed the knowledge (0x7099…79C8) may withdraw it.',
    'Nothing of what is asked and answered is kept.',
    'It carries 2 labels, whose names are not public.',
    'A text for people goes with these rules.',
    'It builds on other rules, which hold too: the strictest wins.',
  ])
  expect(
    describePolicy(policy, 'en')
      .slice(17)
      .every((sentence) => sentence.policyId === parentId),
  ).toBe(true)
  expect(texts(policy, 'es').slice(0, 10)).toEqual([
    'Solo pueden usarlo miembros de la comunidad, miembros de comunidades con las que esta comparte o personas del grupo 0xd1d1…d1d1.',
    'Además tienen que ser mayores de la comunidad o personas encargadas de la comunidad.',
    'Puede usarse para educación, salud y negocios, y para nada más.',
    'No se limita a la divulgación.',
    'Quien quiera ganar dinero con ello necesita un permiso de la comunidad.',
    'El 12,5\u00a0% de lo que se gane con ello es para la comunidad.',
    'Puede hacerse algo nuevo a partir de ello cuando la comunidad lo haya aprobado.',
    'Está abierto cada año del 1 de marzo al 31 de mayo y del 15 de diciembre al 10 de enero. Los días empiezan a medianoche donde está la comunidad (UTC+02:00).',
    'Una persona encargada lo ha cerrado hasta el 1 de abril de 2026.',
    'Ya no se permite nada desde el 1 de enero de 2030, 2:00 (UTC+02:00).',
  ])
})

test('clauses that anyone fulfils go without saying, and nobody is nobody', () => {
  expect(
    textOf('audience', { audience: [{ anyOf: ['anyone', 'elder'] }, { anyOf: ['community'] }] }, 'en'),
  ).toBe('Only members of the community may use it.')
  const policy = policyWith({})
  for (const audience of [[], [{ anyOf: ['anyone' as const] }, { anyOf: [] }]]) {
    expect(texts({ ...policy, audience }, 'en')[0]).toBe('Nobody may use it.')
  }
})

test('counts are told in the number they have', () => {
  expect(textOf('consent', { consent: 1 }, 'en')).toContain('One elder has to')
  expect(textOf('consent', { consent: 1 }, 'es')).toContain('Un mayor tiene')
  expect(textOf('labels', { labels: [groupId] }, 'es')).toContain('una etiqueta, cuyo nombre no es')
  const parents = [parentId, groupId].map((id) => ({ ...openPolicy, policyId: id }))
  expect(
    describePolicy(policyWith({ parents }), 'en')
      .filter(({ rule }) => rule === 'parents')
      .map(({ text }) => text),
  ).toEqual([
    'It builds on 2 other sets of rules, which hold too: the strictest wins.',
    'It builds on no other rules.',
    'It builds on no other rules.',
  ])
})

test('nothing is said of a share where no money may be made', () => {
  expect(textOf('share', { commercial: 'refused' }, 'en')).toBe('')
})

test('a season without a day is closed all year', () => {
  expect(texts({ ...policyWith({}), season: { utcOffset: 0, days: 0n } }, 'en')).toContain(
    'It is closed all year round.',
  )
})

describe('a time', () => {
  const decision = { allowed: false, reason: 'OUT_OF_SEASON' } as const

  test('is a day where one begins', () => {
    const until = seconds('2027-02-28T22:00:00Z')
    expect(describeDecision({ ...decision, until }, 'en', 120)).toBe('Closed until 1 March 2027.')
    expect(describeDecision({ ...decision, until }, 'es', 120)).toBe('Cerrado hasta el 1 de marzo de 2027.')
  })

  test('has its time of day and offset else', () => {
    expect(writeTime(seconds('2027-02-28T22:00:00Z'), 60, 'en')).toBe('28 February 2027, 23:00 (UTC+01:00)')
    expect(writeTime(seconds('2027-02-28T22:00:07Z'), -210, 'es')).toBe(
      'el 28 de febrero de 2027, 18:30:07 (UTC-03:30)',
    )
  })

  test('is told in the days of the first season of a lineage', () => {
    const season = (utcOffset: string) => ({ utcOffset, windows: [{ from: '01-01', to: '01-02' }] })
    const parents = [{ ...openPolicy, policyId: parentId, season: season('-05:00') }]
    expect(policyUtcOffset(policyWith({}))).toBe(0)
    expect(policyUtcOffset(policyWith({ parents }))).toBe(-300)
    expect(policyUtcOffset(policyWith({ parents, season: season('+01:00') }))).toBe(60)
  })
})

test('a policy that permits everything says of every rule that it asks for nothing', () => {
  expect(texts(policyWith({}), 'en')).toEqual([
    'Anyone may use it.',
    'It may be used for education, bringing a language back to life, research, health, help with decisions, mutual aid, creative work, business and training other models, and for nothing else.',
    'It is not limited to outreach.',
    'It may be used to make money.',
    'Nothing of what is earned with it has to be shared.',
    'Something new may be made from it, under rules at least as strict as these.',
    'It is open all year round.',
    'No steward has closed it early.',
    'These rules have no last day.',
    'No elder has to consent beforehand.',
    'Answers need not say whose knowledge it is.',
    'Nobody alone may withdraw the knowledge.',
    'Of what is asked and answered only fingerprints are kept, which nobody can read.',
    'It carries no labels.',
    'No text for people goes with these rules.',
    'It builds on no other rules.',
  ])
  expect(texts(policyWith({}), 'es')).toEqual([
    'Cualquier persona puede usarlo.',
    'Puede usarse para educación, revivir una lengua, investigación, salud, ayuda para decidir, apoyo mutuo, creación, negocios y entrenar otros modelos, y para nada más.',
    'No se limita a la divulgación.',
    'Puede usarse para ganar dinero.',
    'No hay que compartir nada de lo que se gane con ello.',
    'Puede hacerse algo nuevo a partir de ello, con reglas al menos tan estrictas como estas.',
    'Está abierto todo el año.',
    'Ninguna persona encargada lo ha cerrado antes de tiempo.',
    'Estas reglas no tienen último día.',
    'No hace falta que ningún mayor consienta antes.',
    'Las respuestas no tienen que decir de quién es el conocimiento.',
    'Nadie puede retirar el conocimiento por su cuenta.',
    'De lo que se pregunta y se responde solo se guardan huellas que nadie puede leer.',
    'No lleva etiquetas.',
    'Ningún texto para personas acompaña estas reglas.',
    'No se basa en otras reglas.',
  ])
})

test('a policy that permits nothing says so', () => {
  const changes: Partial<PolicyJson> = {
    purposes: [],
    commercial: 'refused',
    derivatives: 'refused',
    season: { utcOffset: '-03:30', windows: [{ from: '02-29', to: '02-29' }] },
    consent: 1,
    outreachOnly: true,
    labels: [groupId],
    parents: [{ ...openPolicy, policyId: parentId }],
  }
  expect(texts(policyWith(changes), 'en').slice(0, 15)).toEqual([
    'Anyone may use it.',
    'It may be used for no purpose.',
    'It is for outreach alone: education and bringing a language back to life, without making money.',
    'Nobody may make money with it.',
    'Nothing new may be made from it.',
    'It is open every year on 29 February. Days begin at midnight where the community is (UTC-03:30).',
    'No steward has closed it early.',
    'These rules have no last day.',
    'One elder has to consent before a model is approved under these rules.',
    'Answers need not say whose knowledge it is.',
    'Nobody alone may withdraw the knowledge.',
    'Of what is asked and answered only fingerprints are kept, which nobody can read.',
    'It carries one label, whose name is not public.',
    'No text for people goes with these rules.',
    'It builds on other rules, which hold too: the strictest wins.',
  ])
  expect(texts(policyWith(changes), 'es').slice(0, 15)).toEqual([
    'Cualquier persona puede usarlo.',
    'No puede usarse para ningún fin.',
    'Es solo para divulgación: educación y revivir una lengua, sin ganar dinero.',
    'Nadie puede ganar dinero con ello.',
    'No puede hacerse nada nuevo a partir de ello.',
    'Está abierto cada año el 29 de febrero. Los días empiezan a medianoche donde está la comunidad (UTC-03:30).',
    'Ninguna persona encargada lo ha cerrado antes de tiempo.',
    'Estas reglas no tienen último día.',
    'Un mayor tiene que consentir antes de que se apruebe un modelo con estas reglas.',
    'Las respuestas no tienen que decir de quién es el conocimiento.',
    'Nadie puede retirar el conocimiento por su cuenta.',
    'De lo que se pregunta y se responde solo se guardan huellas que nadie puede leer.',
    'Lleva una etiqueta, cuyo nombre no es público.',
    'Ningún texto para personas acompaña estas reglas.',
    'Se basa en otras reglas, que también valen: gana la más estricta.',
  ])
  const parents = [parentId, groupId].map((id) => ({ ...openPolicy, policyId: id }))
  expect(texts(policyWith({ parents }), 'es')).toContain(
    'Se basa en otros 2 conjuntos de reglas, que también valen: gana la más estricta.',
  )
})

test.each<[Language, string[], string[]]>([
  [
    'en',
    [
      'Allowed.',
      'The rules for this are not known, so nothing is permitted.',
      'This is not open to you.',
      'The community does not share this for that purpose.',
      'This is for outreach alone: education and bringing a language back to life, without making money.',
      'Nobody may make money with this.',
      'To make money with this you need a permission of the community.',
      'Nothing new may be made from this.',
      'The community has not approved what is to be made from this.',
      'The time in which this was permitted is over.',
      'A steward has closed this, and as the rules are it will not open again.',
      'Closed, and as the rules are it will not open again.',
    ],
    [
      'Allowed until 1 March 2027.',
      'A steward has closed this. It is closed until 1 March 2027.',
      'Closed until 1 March 2027.',
    ],
  ],
  [
    'es',
    [
      'Permitido.',
      'No se conocen las reglas para esto, así que no se permite nada.',
      'Esto no está abierto para ti.',
      'La comunidad no comparte esto para ese fin.',
      'Esto es solo para divulgación: educación y revivir una lengua, sin ganar dinero.',
      'Nadie puede ganar dinero con esto.',
      'Para ganar dinero con esto necesitas un permiso de la comunidad.',
      'No puede hacerse nada nuevo a partir de esto.',
      'La comunidad no ha aprobado lo que se quiere hacer a partir de esto.',
      'Ya pasó el tiempo en que esto se permitía.',
      'Una persona encargada ha cerrado esto y, con estas reglas, no volverá a abrirse.',
      'Cerrado y, con estas reglas, no volverá a abrirse.',
    ],
    [
      'Permitido hasta el 1 de marzo de 2027.',
      'Una persona encargada ha cerrado esto. Está cerrado hasta el 1 de marzo de 2027.',
      'Cerrado hasta el 1 de marzo de 2027.',
    ],
  ],
])('the decisions in %s', (language, forGood, forNow) => {
  const told = (until: number | null) =>
    reasons.map((reason) => describeDecision({ allowed: reason === 'ALLOWED', reason, until }, language, 0))
  expect(told(null)).toEqual(forGood)
  const until = told(seconds('2027-03-01T00:00:00Z'))
  expect(until.filter((text) => !forGood.includes(text))).toEqual(forNow)
})
