import { expect, test } from 'vitest'
import { describeFounding, describeRules } from './describeFounding.ts'
import { foundingSchema, toFounding } from './foundingSchema.ts'

const accounts = ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8', '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC']
const describe = async (change: object = {}) => {
  const file = foundingSchema.parse({
    name: 'Riverside',
    charter: 'Together.',
    founders: [{ account: accounts[0], roles: ['elder', 'steward'] }, { account: accounts[1] }],
    vouching: { needed: 3 },
    council: { consentThreshold: 1, vetoThreshold: 2, vetoTerm: 7_776_000 },
    ...change,
  })
  return describeFounding(await toFounding(file), file.charter)
}

test('a community to be is told in sentences, nothing left out', async () => {
  expect(await describe()).toEqual([
    'Riverside starts with 2 members:',
    `  ${accounts[0]}, elder and steward`,
    `  ${accounts[1]}`,
    'Any member may propose.',
    'Voting opens 1 day after a proposal and lasts 7 days.',
    'Whatever vote completes the quorum, at least 1 day of voting follow it.',
    'A proposal passes with more votes for than against, when 20 % of the members vote for it or abstain, and at least 2 vote.',
    'What has passed waits 2 days before it is carried out, so that who disagrees can leave first.',
    'What was voted down cannot be proposed again for 7 days.',
    'A member may lend its vote to another member, and take it back at any time.',
    'An ordinary majority may spend 10 % of each token in the treasury in 30 days; more takes a super-majority, 66.67 % of the votes for and against.',
    'It also takes one to loosen that limit, to change who carries out what is decided, or to make a super-majority smaller.',
    'New members are let in by vote, or when 3 members vouch for them; a vouch counts for 30 days.',
    'Whoever joins has no say on what was proposed before. Anyone may leave at any time.',
    'Who has lost a key gets its membership back through guardians it chose, or by vote; the old key can stop that for 3 days.',
    'A model needs the consent of as many elders as its policy says, and so does loosening that policy; any other consent takes 1 elder.',
    '2 elders may veto, with a public reason, what was voted and waits, for the first 90 days; then that ends, unless a vote renews it.',
    'It starts with 1 elder, fewer than that takes: the others have to be chosen by vote first.',
    expect.stringMatching(/^Its charter has 9 characters \(sha256 0x[0-9a-f]{64}\)\.$/),
    'No key is left: whoever sends the transaction gains nothing by it, and only the members decide, by vote.',
  ])
})

test('what a community does without is said too', async () => {
  const words = await describe({
    vouching: undefined,
    lateQuorumVoteExtension: 0,
    reproposalCooldown: 0,
    proposalThreshold: 2,
    treasury: { percent: 100 },
    council: { vetoTerm: 0, vetoThreshold: 2 },
  })
  expect(words).toContain('New members are let in by vote.')
  expect(words).toContain('What was voted down can be proposed again at once.')
  expect(words).toContain('It takes 2 members together to propose.')
  expect(words).toContain('An ordinary majority may spend everything in the treasury.')
  expect(words).toContain('Elders cannot veto what was voted; a vote can give them that power.')
  // Two would be needed to veto, and nobody may.
  expect(words.join()).not.toContain('fewer than that')
  expect(words.join()).not.toContain('completes the quorum')
  expect(await describe({ treasury: { percent: 0 } })).toContain(
    'Nothing leaves the treasury by ordinary majority; spending takes a super-majority, 66.67 % of the votes for and against.',
  )
})

test('the power to veto is told until its last second', async () => {
  const { council, ...rules } = await toFounding(
    foundingSchema.parse({ name: 'x', charter: 'x', founders: [{ account: accounts[0] }] }),
  )
  const fixed = { ...rules, gracePeriod: 1_209_600, maxOpenProposals: 5 }
  const at = (now: number, vetoExpiresAt = 1_000) =>
    describeRules({ ...fixed, council: { ...council, vetoExpiresAt } }, now).join('\n')
  expect(at(1_000)).toContain('1 elder may veto, with a public reason, what was voted and waits, until 1970')
  expect(at(1_001)).toContain(
    'Elders cannot veto what was voted any more: that power, which took 1 elder, ended at 1970-01-01 00:16:40 UTC.',
  )
  expect(at(1_001, 0)).toContain('Elders cannot veto what was voted; a vote can give them that power.')
  expect(describeRules({ ...fixed, council: undefined }, 0)).toContain('It has no council of elders.')
  expect(at(0)).toContain(
    'A member may have 5 proposals open at a time. What has passed expires when it is not queued within 14 days,',
  )
})
