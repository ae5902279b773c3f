import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import { decodeRoles } from '@commonweal/sdk/governance/roles'
import { Argument, type Command } from 'commander'
import { type Address, isAddressEqual, parseEventLogs } from 'viem'
import { ChainError } from '../../actions/ChainError.ts'
import type { Community } from '../../actions/readCommunity.ts'
import { type Guardianship, readGuardians } from '../../actions/readGuardians.ts'
import { readMembers } from '../../actions/readMembers.ts'
import { readNow } from '../../actions/readNow.ts'
import { readAccountOf, readStanding, type Standing } from '../../actions/readStanding.ts'
import { readVouches } from '../../actions/readVouches.ts'
import { describeGuardians, describeRecovery } from '../describeRecovery.ts'
import { describeVouches } from '../describeVouches.ts'
import { formatDuration, formatTime } from '../formatTime.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readAddress } from '../readAddress.ts'
import { requireMember } from '../requireMember.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { UsageError } from '../UsageError.ts'

const roll = (community: Community) => ({ address: community.membership, abi: membershipAbi }) as const

const withRoles = (roles: number, before = '') => {
  const names = decodeRoles(roles)
  return names.length === 0 ? '' : `${before}${names.join(' and ')}`
}

/** What the key that signs is to the community. */
async function readOwn(run: Run) {
  const chain = await run.chain()
  const community = await run.community()
  const account = await run.account()
  return { chain, community, account, own: await readStanding(chain, community, account.address) }
}

/** Somebody named by a memberId or by an account. */
async function readNamed(run: Run, community: Community, given: string): Promise<Standing> {
  const chain = await run.chain()
  const account = /^[1-9][0-9]{0,14}$/.test(given)
    ? await readAccountOf(chain, community, Number(given))
    : readAddress('MEMBER', given)
  return readStanding(chain, community, account)
}

async function list(run: Run): Promise<void> {
  const community = await run.community()
  const members = await readMembers(await run.chain(), community)
  run.answer(
    {
      communityId: community.communityId,
      members: members.map((member) => ({ ...member, roles: decodeRoles(member.roles) })),
    },
    [
      `${plural(members.length, 'member')} of ${community.name}:`,
      ...members.map(({ memberId, account, roles }) => `  ${memberId}  ${account}${withRoles(roles, '  ')}`),
    ],
  )
}

function describeStanding(standing: Standing, { name }: Community): string[] {
  const { account, status, memberId, joinedAt, leftAt, roles, votes, delegate, recoveredTo } = standing
  switch (status) {
    case 'member':
      return [
        `${account} is member ${memberId} of ${name} since ${formatTime(joinedAt)}${withRoles(roles, ', ')}.`,
        delegate === undefined
          ? `It has ${plural(votes, 'vote')} on what is proposed from now on${votes > 1 ? `, ${votes - 1} of them lent to it` : ''}.`
          : `It lends its vote to ${delegate}, and has ${votes === 0 ? 'none' : plural(votes, 'vote')} of others on what is proposed from now on.`,
      ]
    case 'left':
      return [`${account} was member ${memberId} of ${name} and left at ${formatTime(leftAt)}.`]
    case 'barred':
      return [
        `${account} was member ${memberId} of ${name}; the community removed it, and only a vote lets it in again.`,
      ]
    case 'recovered':
      return [
        `${account} is no longer a member's key in ${name}: its membership has moved to ${recoveredTo}.`,
      ]
    case 'never':
      return [`${account} never was a member of ${name}.`]
  }
}

/** Guardians and recoveries of a member, in sentences. */
function describeGuardianship(memberId: number, guardianship: Guardianship, now: number): string[] {
  return [
    ...describeGuardians(memberId, guardianship),
    ...guardianship.recoveries.map((each) => describeRecovery(memberId, guardianship, each, now)),
  ]
}

async function show(run: Run, given: string | undefined): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const standing = await readNamed(run, community, given ?? (await run.account()).address)
  const { account, status, memberId } = standing
  const document = { communityId: community.communityId, ...standing, roles: decodeRoles(standing.roles) }
  if (status === 'member' && memberId !== undefined) {
    const [guardianship, now] = await Promise.all([readGuardians(chain, community, memberId), readNow(chain)])
    run.answer({ ...document, ...guardianship }, [
      ...describeStanding(standing, community),
      ...describeGuardianship(memberId, guardianship, now),
    ])
    return
  }
  if (status === 'recovered' || status === 'barred') {
    run.answer(document, describeStanding(standing, community))
    return
  }
  const vouches = await readVouches(chain, community, account)
  run.answer({ ...document, vouches }, [
    ...describeStanding(standing, community),
    describeVouches(account, community, vouches),
    ...vouches.standing.map(
      (vouch) => `  member ${vouch.memberId}, ${vouch.voucher}, until ${formatTime(vouch.expiresAt)}`,
    ),
  ])
}

async function vouch(run: Run, given: string, { dryRun }: StepOptions): Promise<void> {
  const candidate = readAddress('ACCOUNT', given)
  const { chain, community, account, own } = await readOwn(run)
  const memberId = requireMember(own, community)
  const { period } = await chain.client.readContract({ ...roll(community), functionName: 'vouching' })
  const document = { candidate, voucher: account.address, memberId }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'vouch', args: [candidate] },
    {
      words: [
        `${account.address} (member ${memberId}) vouches for ${candidate} in ${community.name}, for ${formatDuration(period)}.`,
        'Whom enough members vouch for becomes a member without a vote of the others.',
      ],
      doing: 'vouching',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  const vouches = await readVouches(chain, community, candidate)
  run.answer({ ...document, vouches, transaction: receipt.transactionHash }, [
    `Vouched for ${candidate}.`,
    `  ${describeVouches(candidate, community, vouches)}`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function withdrawVouch(run: Run, given: string, { dryRun }: StepOptions): Promise<void> {
  const candidate = readAddress('ACCOUNT', given)
  const { chain, community, account } = await readOwn(run)
  const document = { candidate, voucher: account.address }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'withdrawVouch', args: [candidate] },
    {
      words: [`${account.address} no longer vouches for ${candidate} in ${community.name}.`],
      doing: 'taking back the vouch',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  const vouches = await readVouches(chain, community, candidate)
  run.answer({ ...document, vouches, transaction: receipt.transactionHash }, [
    `Took back the vouch for ${candidate}.`,
    `  ${describeVouches(candidate, community, vouches)}`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function join(run: Run, { dryRun }: StepOptions): Promise<void> {
  const { community, account } = await readOwn(run)
  const document = { communityId: community.communityId, account: account.address }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'join', args: [] },
    {
      words: [
        `${account.address} joins ${community.name}, by the members who vouch for it.`,
        'Who is a member is public. A membership cannot be sold or given away; it can be left at any time.',
      ],
      doing: 'joining',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  const memberId = parseEventLogs({
    abi: membershipAbi,
    eventName: 'MemberAdmitted',
    logs: receipt.logs.filter((log) => isAddressEqual(log.address, community.membership)),
  })[0]?.args.memberId
  run.answer({ ...document, memberId, transaction: receipt.transactionHash }, [
    `${account.address} is member ${memberId} of ${community.name} now.`,
    '  It has a vote on what is proposed from now on, and none on what was proposed before.',
    '  Should the key be lost, guardians help: choose them with member guardians set.',
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function leave(run: Run, { dryRun }: StepOptions): Promise<void> {
  const { community, account, own } = await readOwn(run)
  const memberId = requireMember(own, community)
  const document = { communityId: community.communityId, account: account.address, memberId }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'leave', args: [] },
    {
      words: [
        `${account.address} (member ${memberId}${withRoles(own.roles, ', ')}) leaves ${community.name}, at once.`,
        'Its roles end, and votes that were lent to it are their members’ own again. Votes it has cast stand.',
        'It comes back only by vote, or by members who vouch for it.',
      ],
      doing: 'leaving',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `${account.address} is no longer a member of ${community.name}.`,
    '  What it voted on so far stands.',
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Refuses what would change nothing, so that nobody pays for it. */
function requireChange(own: Standing, delegate: Standing | undefined): void {
  if (delegate === undefined) {
    if (own.delegate !== undefined) return
    throw new ChainError(`${own.account} has not lent its vote to anybody.`, {
      code: 'wrong_state',
      next: 'It can vote as it is: proposal vote.',
    })
  }
  if (own.delegate === undefined || !isAddressEqual(own.delegate, delegate.account)) return
  throw new ChainError(`${own.account} lends its vote to ${delegate.account} already.`, {
    code: 'wrong_state',
    next: 'Take it back with member delegate --back.',
  })
}

async function delegate(
  run: Run,
  given: string | undefined,
  { back = false, dryRun }: StepOptions & { back?: boolean },
): Promise<void> {
  if ((given === undefined) !== back) {
    throw new UsageError(
      back ? 'To lend a vote and to take it back are two things.' : 'To whom is the vote lent?',
      'Give an account, or --back.',
    )
  }
  const to = given === undefined ? undefined : readAddress('ACCOUNT', given)
  const { chain, community, account, own } = await readOwn(run)
  const memberId = requireMember(own, community)
  const returns = to === undefined || isAddressEqual(to, account.address)
  const chosen = returns ? undefined : await readStanding(chain, community, to)
  if (chosen !== undefined) requireMember(chosen, community)
  requireChange(own, chosen)
  const document = { communityId: community.communityId, memberId, delegate: chosen?.account ?? null }
  const who = chosen === undefined ? '' : `${chosen.account} (member ${chosen.memberId})`
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'delegate', args: [chosen?.account ?? account.address] },
    {
      words: [
        chosen === undefined
          ? `${account.address} (member ${memberId}) takes its vote back from ${own.delegate}.`
          : `${account.address} (member ${memberId}) lends its vote to ${who}.`,
        'It holds for what is proposed from now on; on what is open the vote stays where it was.',
      ],
      doing: 'lending the vote',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    ...(chosen === undefined
      ? [`${account.address} votes for itself on what is proposed from now on.`]
      : [
          `${who} has the vote of ${account.address} on what is proposed from now on.`,
          '  Until it has cast it on a proposal, you may still vote there yourself, and that counts instead.',
          '  Take it back at any time: member delegate --back.',
        ]),
    `  transaction ${receipt.transactionHash}`,
  ])
}

function readThreshold(value: string, guardians: number): number {
  const threshold = /^[0-9]{1,3}$/.test(value) ? Number(value) : 0
  if (threshold >= 1 && threshold <= guardians) return threshold
  throw new UsageError(
    `--threshold ${JSON.stringify(value)} is not how many of ${plural(guardians, 'guardian')} have to agree.`,
    `Give a whole number from 1 to ${guardians}.`,
  )
}

const mostGuardians = 10

/** As the roll takes them: each once, in ascending order. */
function readGuardianAccounts(given: readonly string[], own: Address): Address[] {
  const accounts = given.map((each) => readAddress('GUARDIAN', each))
  if (accounts.some((account) => isAddressEqual(account, own))) {
    throw new UsageError(
      `${own} cannot be its own guardian.`,
      'Name others, who would still have their keys.',
    )
  }
  const twice = accounts.find((account, index) => accounts.indexOf(account) !== index)
  if (twice !== undefined) throw new UsageError(`${twice} is named twice.`, 'Name each guardian once.')
  if (accounts.length > mostGuardians) {
    throw new UsageError(
      `${accounts.length} guardians are named; a member has ${mostGuardians} at most.`,
      'Name fewer.',
    )
  }
  return accounts.sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1))
}

async function chooseGuardians(
  run: Run,
  choose: (own: Address) => { guardians: Address[]; threshold: number },
  { dryRun }: StepOptions,
): Promise<void> {
  const { chain, community, account, own } = await readOwn(run)
  const { guardians, threshold } = choose(account.address)
  const memberId = requireMember(own, community)
  const delay = await chain.client.readContract({ ...roll(community), functionName: 'recoveryDelay' })
  const sentences = describeGuardians(memberId, { guardians, threshold, recoveries: [] })
  const document = { communityId: community.communityId, memberId, guardians, threshold }
  const consequence =
    guardians.length === 0
      ? []
      : [`Whoever has the present key can stop that for ${formatDuration(delay)}: member recover cancel.`]
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'setGuardians', args: [guardians, threshold] },
    {
      words: [
        ...sentences,
        ...consequence,
        'Every recovery of this membership that is under way ends with it.',
      ],
      doing: 'choosing guardians',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    guardians.length === 0 ? 'The guardians are dismissed.' : 'The guardians are chosen.',
    ...sentences.map((line) => `  ${line}`),
    ...consequence.map((line) => `  ${line}`),
    `  transaction ${receipt.transactionHash}`,
  ])
}

const setGuardians = (
  run: Run,
  given: string[],
  { threshold, dryRun }: StepOptions & { threshold: string },
) =>
  chooseGuardians(
    run,
    (own) => {
      const guardians = readGuardianAccounts(given, own)
      return { guardians, threshold: readThreshold(threshold, guardians.length) }
    },
    { dryRun },
  )

const clearGuardians = (run: Run, options: StepOptions) =>
  chooseGuardians(run, () => ({ guardians: [], threshold: 0 }), options)

async function showGuardians(run: Run, given: string | undefined): Promise<void> {
  const chain = await run.chain()
  const community = await run.community()
  const standing = await readNamed(run, community, given ?? (await run.account()).address)
  const memberId = requireMember(standing, community)
  const [guardianship, now] = await Promise.all([readGuardians(chain, community, memberId), readNow(chain)])
  run.answer(
    { communityId: community.communityId, memberId, account: standing.account, ...guardianship },
    describeGuardianship(memberId, guardianship, now),
  )
}

type RecoverOptions = StepOptions & { to: string }

async function supportRecovery(run: Run, given: string, options: RecoverOptions): Promise<void> {
  const to = readAddress('--to', options.to)
  const { chain, community, account } = await readOwn(run)
  const standing = await readNamed(run, community, given)
  const memberId = requireMember(standing, community)
  const document = { communityId: community.communityId, memberId, from: standing.account, to }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'supportRecovery', args: [BigInt(memberId), to] },
    {
      words: [
        `${account.address}, a guardian of member ${memberId}, supports moving that membership from ${standing.account} to ${to}.`,
        'Do it only when the member itself has asked you, in a way that nobody can imitate.',
      ],
      doing: 'supporting the recovery',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  const [guardianship, now] = await Promise.all([readGuardians(chain, community, memberId), readNow(chain)])
  const recovery = guardianship.recoveries.find((each) => isAddressEqual(each.to, to))
  run.answer({ ...document, recovery, transaction: receipt.transactionHash }, [
    `Supported the recovery of member ${memberId}.`,
    ...(recovery === undefined
      ? ['  It was ended since.']
      : [`  ${describeRecovery(memberId, guardianship, recovery, now)}`]),
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function finishRecovery(run: Run, given: string, options: RecoverOptions): Promise<void> {
  const to = readAddress('--to', options.to)
  const community = await run.community()
  const standing = await readNamed(run, community, given)
  const memberId = requireMember(standing, community)
  const account = await run.account()
  const document = { communityId: community.communityId, memberId, from: standing.account, to }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'finishRecovery', args: [BigInt(memberId), to] },
    {
      words: [
        `The membership of member ${memberId} moves from ${standing.account} to ${to}, with its roles, guardians and lent votes.`,
      ],
      doing: 'finishing the recovery',
      document,
      dryRun: options.dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Member ${memberId} of ${community.name} is ${to} now.`,
    `  ${standing.account} is a stranger from now on. What it has voted on, ${to} cannot vote on again.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

async function cancelRecovery(run: Run, { dryRun }: StepOptions): Promise<void> {
  const { chain, community, account, own } = await readOwn(run)
  const memberId = requireMember(own, community)
  const { recoveries } = await readGuardians(chain, community, memberId)
  if (recoveries.length === 0) {
    throw new ChainError(`No recovery of member ${memberId} is under way.`, {
      code: 'wrong_state',
      details: { memberId },
      next: 'Only the member itself ends its recoveries, with its present key, or the community by vote.',
    })
  }
  const document = { communityId: community.communityId, memberId, ended: recoveries.map(({ to }) => to) }
  const receipt = await takeStep(
    run,
    account,
    { ...roll(community), functionName: 'cancelRecovery', args: [BigInt(memberId)] },
    {
      words: [
        `${account.address} (member ${memberId}) ends every recovery of its membership: ${document.ended.join(', ')}.`,
      ],
      doing: 'ending the recoveries',
      document,
      dryRun,
    },
  )
  if (receipt === undefined) return
  run.answer({ ...document, transaction: receipt.transactionHash }, [
    `Member ${memberId} keeps its key ${account.address}; ${recoveries.length === 1 ? 'the recovery has' : `${recoveries.length} recoveries have`} ended.`,
    '  If that was no wish of yours, choose other guardians: member guardians set.',
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Adds what concerns who is a member, and what a member does with its membership. */
export function addMemberCommands(
  parent: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  const member = parent
    .command('member')
    .description('who is a member; let people in, lend a vote, and get back a lost key')
  const step = (command: Command) => command.option(...dryRunOption)
  const named = (name: string) => new Argument(name, 'a member: its id, or its account')
  on(member.command('list').description('every member, with its roles'), list)
  on(
    member
      .command('show')
      .addArgument(new Argument('[member]', 'an id or any account; left out, the key that signs'))
      .description('what an account is here: its votes and guardians, or who vouches for it'),
    show,
  )
  on(
    step(member.command('vouch'))
      .argument('<account>', 'whom you know and would let in')
      .description('vouch for somebody; with enough vouches they can join'),
    vouch,
  )
  on(
    step(member.command('withdraw-vouch'))
      .argument('<account>', 'whom you have vouched for')
      .description('take a vouch back'),
    withdrawVouch,
  )
  on(step(member.command('join')).description('become a member, when enough members vouch for you'), join)
  on(step(member.command('leave')).description('leave, at once'), leave)
  on(
    step(member.command('delegate'))
      .argument('[account]', 'the member who is to cast your vote')
      .option('--back', 'take the vote back')
      .description('lend your vote to another member, or take it back'),
    delegate,
  )

  const guardians = member
    .command('guardians')
    .description('who may together move a membership to a new key, should the old one be lost')
  on(
    step(guardians.command('set'))
      .argument('<account...>', 'people or wallets you trust, members or not')
      .requiredOption('--threshold <count>', 'how many of them have to agree')
      .description('choose your guardians, in place of those before'),
    setGuardians,
  )
  on(step(guardians.command('clear')).description('have no guardians'), clearGuardians)
  on(
    guardians
      .command('show')
      .addArgument(new Argument('[member]', 'an id or an account; left out, the key that signs'))
      .description('the guardians of a member, and what they have under way'),
    showGuardians,
  )

  const recover = member.command('recover').description('move a membership to a new key')
  const to = ['--to <account>', 'the new key, which never was a member here'] as const
  on(
    step(recover.command('support'))
      .addArgument(named('<member>'))
      .requiredOption(...to)
      .description('as a guardian, support that it moves to a new key'),
    supportRecovery,
  )
  on(
    step(recover.command('finish'))
      .addArgument(named('<member>'))
      .requiredOption(...to)
      .description('move it, once its guardians agree and the delay is over; anyone may'),
    finishRecovery,
  )
  on(step(recover.command('cancel')).description('end every recovery of your own membership'), cancelRecovery)
}
