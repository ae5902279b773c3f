import type { Catalogue } from './Catalogue.ts'

export const spanish: Catalogue = {
  locale: 'es',
  day: (date) => `el ${date}`,
  time: (date, clock, utcOffset) => `el ${date}, ${clock} (UTC${utcOffset})`,
  audience: {
    nobody: 'Nadie puede usarlo.',
    anyone: 'Cualquier persona puede usarlo.',
    only: (people) => `Solo pueden usarlo ${people}.`,
    also: (people) => `Además tienen que ser ${people}.`,
    people: {
      community: 'miembros de la comunidad',
      grantees: 'miembros de comunidades con las que esta comparte',
      elder: 'mayores de la comunidad',
      steward: 'personas encargadas de la comunidad',
      treasurer: 'personas que llevan la tesorería de la comunidad',
    },
    group: (id) => `personas del grupo ${id}`,
  },
  purposes: (list) =>
    list === null ? 'No puede usarse para ningún fin.' : `Puede usarse para ${list}, y para nada más.`,
  purpose: {
    education: 'educación',
    language_revitalisation: 'revivir una lengua',
    research: 'investigación',
    health: 'salud',
    decision_support: 'ayuda para decidir',
    mutual_aid: 'apoyo mutuo',
    creative: 'creación',
    commercial: 'negocios',
    training: 'entrenar otros modelos',
  },
  commercial: {
    refused: 'Nadie puede ganar dinero con ello.',
    granted: 'Quien quiera ganar dinero con ello necesita un permiso de la comunidad.',
    shared: 'Puede usarse para ganar dinero.',
  },
  share: (percent) =>
    percent === null
      ? 'No hay que compartir nada de lo que se gane con ello.'
      : `El ${percent} de lo que se gane con ello es para la comunidad.`,
  derivatives: {
    refused: 'No puede hacerse nada nuevo a partir de ello.',
    by_approval: 'Puede hacerse algo nuevo a partir de ello cuando la comunidad lo haya aprobado.',
    reciprocal: 'Puede hacerse algo nuevo a partir de ello, con reglas al menos tan estrictas como estas.',
  },
  season: {
    always: 'Está abierto todo el año.',
    never: 'Está cerrado todo el año.',
    during: (windows, utcOffset) =>
      `Está abierto cada año ${windows}. Los días empiezan a medianoche donde está la comunidad (UTC${utcOffset}).`,
    window: (from, to) => `del ${from} al ${to}`,
    day: (date) => `el ${date}`,
  },
  closedUntil: (time) =>
    time === null
      ? 'Ninguna persona encargada lo ha cerrado antes de tiempo.'
      : `Una persona encargada lo ha cerrado hasta ${time}.`,
  consent: (elders) => {
    if (elders === 0) return 'No hace falta que ningún mayor consienta antes.'
    const who = elders === 1 ? 'Un mayor tiene' : `${elders} mayores tienen`
    return `${who} que consentir antes de que se apruebe un modelo con estas reglas.`
  },
  attribution: (isAsked) =>
    isAsked
      ? 'Cada respuesta dice de quién es el conocimiento.'
      : 'Las respuestas no tienen que decir de quién es el conocimiento.',
  outreachOnly: (isSo) =>
    isSo
      ? 'Es solo para divulgación: educación y revivir una lengua, sin ganar dinero.'
      : 'No se limita a la divulgación.',
  expiresAt: (time) =>
    time === null ? 'Estas reglas no tienen último día.' : `Ya no se permite nada desde ${time}.`,
  custodian: (address) =>
    address === null
      ? 'Nadie puede retirar el conocimiento por su cuenta.'
      : `Quien aportó el conocimiento (${address}) puede retirarlo.`,
  retention: {
    none: 'No se guarda nada de lo que se pregunta y se responde.',
    hashes: 'De lo que se pregunta y se responde solo se guardan huellas que nadie puede leer.',
  },
  labels: (count) => {
    if (count === 0) return 'No lleva etiquetas.'
    return count === 1
      ? 'Lleva una etiqueta, cuyo nombre no es público.'
      : `Lleva ${count} etiquetas, cuyos nombres no son públicos.`
  },
  document: (isThere) =>
    isThere
      ? 'Un texto para personas acompaña estas reglas.'
      : 'Ningún texto para personas acompaña estas reglas.',
  parents: (count) => {
    if (count === 0) return 'No se basa en otras reglas.'
    return count === 1
      ? 'Se basa en otras reglas, que también valen: gana la más estricta.'
      : `Se basa en otros ${count} conjuntos de reglas, que también valen: gana la más estricta.`
  },
  decision: {
    ALLOWED: (until) => (until === null ? 'Permitido.' : `Permitido hasta ${until}.`),
    UNKNOWN_POLICY: () => 'No se conocen las reglas para esto, así que no se permite nada.',
    AUDIENCE: () => 'Esto no está abierto para ti.',
    PURPOSE: () => 'La comunidad no comparte esto para ese fin.',
    OUTREACH_ONLY: () => 'Esto es solo para divulgación: educación y revivir una lengua, sin ganar dinero.',
    COMMERCIAL_REFUSED: () => 'Nadie puede ganar dinero con esto.',
    COMMERCIAL_NOT_GRANTED: () => 'Para ganar dinero con esto necesitas un permiso de la comunidad.',
    DERIVATIVE_REFUSED: () => 'No puede hacerse nada nuevo a partir de esto.',
    DERIVATIVE_NOT_APPROVED: () => 'La comunidad no ha aprobado lo que se quiere hacer a partir de esto.',
    EXPIRED: () => 'Ya pasó el tiempo en que esto se permitía.',
    CLOSED_EARLY: (until) =>
      until === null
        ? 'Una persona encargada ha cerrado esto y, con estas reglas, no volverá a abrirse.'
        : `Una persona encargada ha cerrado esto. Está cerrado hasta ${until}.`,
    OUT_OF_SEASON: (until) =>
      until === null ? 'Cerrado y, con estas reglas, no volverá a abrirse.' : `Cerrado hasta ${until}.`,
  },
}
