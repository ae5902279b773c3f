import type { Catalogue } from './Catalogue.ts'

export const english: Catalogue = {
  locale: 'en-GB',
  day: (date) => date,
  time: (date, clock, utcOffset) => `${date}, ${clock} (UTC${utcOffset})`,
  audience: {
    nobody: 'Nobody may use it.',
    anyone: 'Anyone may use it.',
    only: (people) => `Only ${people} may use it.`,
    also: (people) => `They must also be ${people}.`,
    people: {
      community: 'members of the community',
      grantees: 'members of communities that this one shares with',
      elder: 'elders of the community',
      steward: 'stewards of the community',
      treasurer: 'treasurers of the community',
    },
    group: (id) => `people in the group ${id}`,
  },
  purposes: (list) =>
    list === null ? 'It may be used for no purpose.' : `It may be used for ${list}, and for nothing else.`,
  purpose: {
    education: 'education',
    language_revitalisation: 'bringing a language back to life',
    research: 'research',
    health: 'health',
    decision_support: 'help with decisions',
    mutual_aid: 'mutual aid',
    creative: 'creative work',
    commercial: 'business',
    training: 'training other models',
  },
  commercial: {
    refused: 'Nobody may make money with it.',
    granted: 'Whoever wants to make money with it needs a permission of the community.',
    shared: 'It may be used to make money.',
  },
  share: (percent) =>
    percent === null
      ? 'Nothing of what is earned with it has to be shared.'
      : `${percent} of what is earned with it goes to the community.`,
  derivatives: {
    refused: 'Nothing new may be made from it.',
    by_approval: 'Something new may be made from it once the community has approved that.',
    reciprocal: 'Something new may be made from it, under rules at least as strict as these.',
  },
  season: {
    always: 'It is open all year round.',
    never: 'It is closed all year round.',
    during: (windows, utcOffset) =>
      `It is open every year ${windows}. Days begin at midnight where the community is (UTC${utcOffset}).`,
    window: (from, to) => `from ${from} to ${to}`,
    day: (date) => `on ${date}`,
  },
  closedUntil: (time) =>
    time === null ? 'No steward has closed it early.' : `A steward has closed it until ${time}.`,
  consent: (elders) => {
    if (elders === 0) return 'No elder has to consent beforehand.'
    const who = elders === 1 ? 'One elder has' : `${elders} elders have`
    return `${who} to consent before a model is approved under these rules.`
  },
  attribution: (isAsked) =>
    isAsked ? 'Every answer says whose knowledge it is.' : 'Answers need not say whose knowledge it is.',
  outreachOnly: (isSo) =>
    isSo
      ? 'It is for outreach alone: education and bringing a language back to life, without making money.'
      : 'It is not limited to outreach.',
  expiresAt: (time) =>
    time === null ? 'These rules have no last day.' : `Nothing is permitted any more from ${time}.`,
  custodian: (address) =>
    address === null
      ? 'Nobody alone may withdraw the knowledge.'
      : `Whoever contributed the knowledge (${address}) may withdraw it.`,
  retention: {
    none: 'Nothing of what is asked and answered is kept.',
    hashes: 'Of what is asked and answered only fingerprints are kept, which nobody can read.',
  },
  labels: (count) => {
    if (count === 0) return 'It carries no labels.'
    return count === 1
      ? 'It carries one label, whose name is not public.'
      : `It carries ${count} labels, whose names are not public.`
  },
  document: (isThere) =>
    isThere ? 'A text for people goes with these rules.' : 'No text for people goes with these rules.',
  parents: (count) => {
    if (count === 0) return 'It builds on no other rules.'
    return count === 1
      ? 'It builds on other rules, which hold too: the strictest wins.'
      : `It builds on ${count} other sets of rules, which hold too: the strictest wins.`
  },
  decision: {
    ALLOWED: (until) => (until === null ? 'Allowed.' : `Allowed until ${until}.`),
    UNKNOWN_POLICY: () => 'The rules for this are not known, so nothing is permitted.',
    AUDIENCE: () => 'This is not open to you.',
    PURPOSE: () => 'The community does not share this for that purpose.',
    OUTREACH_ONLY: () =>
      'This is for outreach alone: education and bringing a language back to life, without making money.',
    COMMERCIAL_REFUSED: () => 'Nobody may make money with this.',
    COMMERCIAL_NOT_GRANTED: () => 'To make money with this you need a permission of the community.',
    DERIVATIVE_REFUSED: () => 'Nothing new may be made from this.',
    DERIVATIVE_NOT_APPROVED: () => 'The community has not approved what is to be made from this.',
    EXPIRED: () => 'The time in which this was permitted is over.',
    CLOSED_EARLY: (until) =>
      until === null
        ? 'A steward has closed this, and as the rules are it will not open again.'
        : `A steward has closed this. It is closed until ${until}.`,
    OUT_OF_SEASON: (until) =>
      until === null ? 'Closed, and as the rules are it will not open again.' : `Closed until ${until}.`,
  },
}
