import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, askFounding } from './askFounding.ts'

const floors = {
  votingDelay: 60,
  votingPeriod: 3_600,
  timelockDelay: 600,
  quorumBps: 1_000,
  recoveryDelay: 3_600,
}
const ada = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const ben = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'

let folder: string
let charter: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-form-'))
  charter = join(folder, 'charter.md')
  await writeFile(charter, 'We look after each other.\n')
  await writeFile(join(folder, 'empty.md'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Answers from a list; what is refused is noted with its reason, and the next answer is tried. */
function answering(answers: Record<string, string | string[] | boolean>) {
  const refusals: [string, string][] = []
  const asked: [string, string | undefined][] = []
  const left = new Map(
    Object.entries(answers).map(([question, answer]) => [
      question,
      Array.isArray(answer) ? [...answer] : [answer],
    ]),
  )
  const next = (question: string) => left.get(question)?.shift()
  const ask: Ask = {
    async text(question, { default: initial, check }) {
      asked.push([question, initial])
      for (;;) {
        const given = next(question) as string | undefined
        const answer = given === undefined || given === '' ? (initial ?? '') : given
        const reason = await check(answer)
        if (reason === undefined) return answer
        refusals.push([question, reason])
        if (given === undefined) throw new Error(`nothing left to answer ${question}: ${reason}`)
      }
    },
    async confirm(question, { default: initial }) {
      asked.push([question, String(initial)])
      return (next(question) as boolean | undefined) ?? initial
    },
  }
  return { ask, refusals, asked, left }
}

const who = () => ({
  'Name of the community': 'Riverside',
  'File with the text of the charter': charter,
  'Address of the first member': ada,
})

test('Enter after Enter gives what the documentation calls the defaults', async () => {
  const { ask, refusals, asked } = answering(who())
  expect(await askFounding(ask, floors)).toEqual({
    name: 'Riverside',
    charter: 'We look after each other.\n',
    founders: [{ account: ada, roles: [] }],
    votingDelay: 86_400,
    votingPeriod: 604_800,
    lateQuorumVoteExtension: 86_400,
    quorumPercent: 20,
    // One person cannot be two voters.
    minimumVoters: 1,
    timelockDelay: 172_800,
    proposalThreshold: 1,
    reproposalCooldown: 604_800,
    superMajorityPercent: 66.67,
    vouching: { needed: 2, period: 2_592_000 },
    recoveryDelay: 259_200,
    council: { consentThreshold: 1, vetoThreshold: 1, vetoTerm: 31_536_000 },
    treasury: { percent: 10, period: 2_592_000 },
  })
  expect(refusals).toEqual([])
  expect(asked).toContainEqual(['How long is voting open?', '7 days'])
  expect(asked).toContainEqual(['Which share of the members has to vote for or abstain?', '20 %'])
})

test('an answer out of bounds is asked again, with the reason', async () => {
  const { ask, refusals, left } = answering({
    'Name of the community': ['', 'x'.repeat(65), ' Riverside '],
    'File with the text of the charter': [join(folder, 'nowhere.md'), join(folder, 'empty.md'), charter],
    'Address of the first member': ['', '0x12', ada.toLowerCase()],
    'Address of another member (nothing: no more)': [ada, ben, ''],
    'Its roles, of elder, steward, treasurer (nothing: none)': ['king', 'steward, Elder', ''],
    'How many members does it take to propose?': ['0', '101', 'two', '100'],
    'How long after a proposal does voting open?': ['59 seconds', '1 minute'],
    'How long is voting open?': ['59 minutes', '31 days', 'a while', '30 days'],
    'Which share of the members has to vote for or abstain?': ['9.99', '100.01', '33.333', '33.33 %'],
    'How long does what has passed wait before it is carried out?': ['599', '600'],
    'Which share of the votes for and against makes a super-majority?': ['59.99', '90.01', '90'],
    'Which share of the treasury may an ordinary majority spend within a period?': '100',
    'How long is that period?': ['1 hour', '366 days', '1 day'],
    'May members bring people in by vouching for them, without a vote?': false,
    'How long can the old key stop the recovery of a lost key?': ['59 minutes', '1 hour'],
    'How long may the elders veto what was voted ("no time": never)?': ['731 days', 'no time'],
  })
  const file = await askFounding(ask, floors)
  expect(file).toMatchObject({
    name: 'Riverside',
    founders: [
      { account: ada, roles: ['elder', 'steward'] },
      { account: ben, roles: [] },
    ],
    proposalThreshold: 100,
    votingDelay: 60,
    votingPeriod: 2_592_000,
    quorumPercent: 33.33,
    minimumVoters: 2,
    timelockDelay: 600,
    superMajorityPercent: 90,
    treasury: { percent: 100, period: 86_400 },
    recoveryDelay: 3_600,
    council: { vetoTerm: 0, vetoThreshold: 1, consentThreshold: 1 },
  })
  expect(file.vouching).toBeUndefined()
  expect([...left.values()].flat()).toEqual([])
  expect(refusals.map(([, reason]) => reason)).toEqual([
    'A name has 1 to 64 bytes.',
    'A name has 1 to 64 bytes.',
    `${join(folder, 'nowhere.md')} cannot be read.`,
    'It is empty, or has more than a million characters.',
    'A community needs at least one member.',
    'That is not an address: 0x and 40 hexadecimal digits, copied whole.',
    'There is no role "king".',
    'It is named already.',
    'The least is 1.',
    'The most is 100.',
    'That is not a whole number.',
    'The least is 1 minute.',
    'The least is 1 hour.',
    'The most is 30 days.',
    'That is not a duration such as "2 days" or "12 hours".',
    'The least is 10 %.',
    'The most is 100 %.',
    'That is not a percentage, with two decimals at most.',
    'The least is 10 minutes.',
    'The least is 60 %.',
    'The most is 90 %.',
    'The least is 1 day.',
    'The most is 365 days.',
    'The least is 1 hour.',
    'The most is 730 days.',
  ])
})
