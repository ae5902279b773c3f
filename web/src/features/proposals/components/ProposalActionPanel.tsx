'use client'

import { communityGovernorAbi } from '@commonweal/contracts/abi/CommunityGovernor'
import { communityRegistryAbi } from '@commonweal/contracts/abi/CommunityRegistry'
import { membershipAbi } from '@commonweal/contracts/abi/Membership'
import type { Support } from '@commonweal/sdk/governance/ballot'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { Address, PublicClient } from 'viem'
import { useConnection } from 'wagmi'
import { TransactionStatus } from '@/components/TransactionStatus'
import { Button } from '@/components/ui/Button'
import { Notice } from '@/components/ui/Notice'
import { ConnectFirst } from '@/features/wallet/ConnectFirst'
import { useWalletRuntime, WalletScope } from '@/features/wallet/WalletScope'
import { WrongChain } from '@/features/wallet/WrongChain'
import { useConfig } from '@/lib/config/ConfigProvider'
import type { DisplayItem } from '@/lib/transactions/PlannedTransaction'
import { isUnderWay } from '@/lib/transactions/progress'
import { useTransaction } from '@/lib/transactions/useTransaction'
import { canExecute } from '../abilities/canExecute'
import { canQueue } from '../abilities/canQueue'
import { canVote } from '../abilities/canVote'
import { type Phase, phaseOf } from '../phase'
import { readBallotBox } from '../queries/readBallotBox'
import { castVote } from '../transactions/castVote'
import { executeProposal } from '../transactions/executeProposal'
import { queueProposal } from '../transactions/queueProposal'
import type { ProposalActionsProps } from './ProposalActions'

/** Voting, scheduling and carrying out, with everything that decides about them read from the chain. */
export default function ProposalActionPanel(props: ProposalActionsProps) {
  return (
    <WalletScope>
      <Panel {...props} />
    </WalletScope>
  )
}

type Standing = {
  phase: Phase
  isMember: boolean
  entitled: bigint
  votes: bigint
  /** The member that the own vote was lent to when the proposal was made; zero for none. */
  delegateId: bigint
  hasVoted: boolean
}

async function readStanding(
  reader: PublicClient,
  { communityRegistry, communityId }: { communityRegistry: Address; communityId: `0x${string}` },
  governor: Address,
  proposalId: bigint,
  account: Address,
): Promise<Standing> {
  const about = { address: governor, abi: communityGovernorAbi, args: [proposalId, account] } as const
  const membership = await reader.readContract({
    address: communityRegistry,
    abi: communityRegistryAbi,
    functionName: 'membershipOf',
    args: [communityId],
  })
  const [block, box, createdAt, votes, hasVoted, isMember] = await Promise.all([
    reader.getBlock({ blockTag: 'latest' }),
    readBallotBox(reader, governor, proposalId),
    reader.readContract({ ...about, functionName: 'proposalCreatedAt', args: [proposalId] }),
    reader.readContract({ ...about, functionName: 'votesOn' }),
    reader.readContract({ ...about, functionName: 'hasVoted' }),
    reader.readContract({
      address: membership,
      abi: membershipAbi,
      functionName: 'isMember',
      args: [account],
    }),
  ])
  if (box === null) throw new Error('The Governor does not know this proposal.')
  const [, entitled, delegateId] = await reader.readContract({
    address: membership,
    abi: membershipAbi,
    functionName: 'votingRightOf',
    args: [account, createdAt, BigInt(box.voteStart)],
  })
  return {
    phase: phaseOf(box.state, box.eta, Number(block.timestamp)),
    isMember,
    entitled,
    votes,
    delegateId,
    hasVoted,
  }
}

function Panel({ governor, proposalId: id, phase: shown, genuine, content, title }: ProposalActionsProps) {
  const t = useTranslations('proposals.act')
  const { reader } = useWalletRuntime()
  const config = useConfig()
  const { address, chainId } = useConnection()
  const proposalId = BigInt(id)
  const { progress, start, dismiss } = useTransaction(`proposal.${id}`)
  const [items, setItems] = useState<readonly DisplayItem[]>([])
  const standing = useQuery({
    queryKey: ['proposal', governor, id, address],
    queryFn: () =>
      readStanding(
        reader,
        { communityRegistry: config.addresses.communityRegistry, communityId: config.communityId },
        governor,
        proposalId,
        address as Address,
      ),
    enabled: address !== undefined,
    refetchInterval: 3_000,
  })
  const status = <TransactionStatus progress={progress} items={items} onDismiss={dismiss} />

  if (address === undefined) {
    return (
      <>
        {status}
        {shown === 'open' || shown === 'passed' || shown === 'ready' ? (
          <ConnectFirst words={shown === 'open' ? t('needWallet') : t('needWalletLater')} />
        ) : null}
      </>
    )
  }
  if (chainId !== undefined && chainId !== config.chainId) {
    return (
      <>
        <WrongChain />
        {status}
      </>
    )
  }
  if (standing.isPending) {
    return (
      <>
        {status}
        <p role="status" className="text-quiet">
          {t('checking')}
        </p>
      </>
    )
  }
  if (standing.isError) {
    return (
      <>
        {status}
        <Notice tone="warn" role="status" title={t('chainUnread')} />
      </>
    )
  }
  const { phase, ...voter } = standing.data
  const busy = isUnderWay(progress)
  const send = (planned: Parameters<typeof start>[0]) => {
    setItems(planned.items)
    void start(planned)
  }
  return (
    <div className="space-y-4">
      {phase === 'open' ? (
        <VoteForm
          ability={canVote({ ...voter, phase, genuine })}
          votes={voter.votes}
          delegateId={voter.delegateId}
          busy={busy}
          onVote={(choice, reason) =>
            send(
              castVote({ governor, proposalId, choice, reason }, [
                { label: 'action', value: t('castTitle', { choice: t(voteWords[choice]) }) },
                { label: 'proposal', value: title },
                ...(reason.trim() ? [{ label: 'reason', value: reason.trim() } as const] : []),
              ]),
            )
          }
        />
      ) : null}
      {phase === 'passed' ? (
        <Step
          note={t('queueNote')}
          label={t('queue')}
          ability={canQueue({ phase, genuine })}
          busy={busy}
          onPress={() =>
            content &&
            send(
              queueProposal({ governor, content }, [
                { label: 'action', value: t('queueTitle') },
                { label: 'proposal', value: title },
              ]),
            )
          }
        />
      ) : null}
      {phase === 'ready' ? (
        <Step
          note={t('executeNote')}
          label={t('execute')}
          ability={canExecute({ phase, genuine })}
          busy={busy}
          onPress={() =>
            content &&
            send(
              executeProposal({ governor, content }, [
                { label: 'action', value: t('executeTitle') },
                { label: 'proposal', value: title },
              ]),
            )
          }
        />
      ) : null}
      {status}
    </div>
  )
}

const voteWords = { for: 'voteFor', against: 'voteAgainst', abstain: 'voteAbstain' } as const
const choices = ['for', 'against', 'abstain'] as const satisfies readonly Support[]

function VoteForm({
  ability,
  votes,
  delegateId,
  busy,
  onVote,
}: {
  ability: ReturnType<typeof canVote>
  votes: bigint
  delegateId: bigint
  busy: boolean
  onVote: (choice: Support, reason: string) => void
}) {
  const t = useTranslations('proposals.act')
  const reasonId = useId()
  const [choice, setChoice] = useState<Support | undefined>()
  const [reason, setReason] = useState('')
  if (!ability.can) {
    return (
      <Notice
        tone={ability.reason === 'alreadyVoted' ? 'good' : 'info'}
        title={ability.reason === 'alreadyVoted' ? t('voted') : t(`cannot.${ability.reason}`)}
      />
    )
  }
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (choice !== undefined && !busy) onVote(choice, reason)
      }}
    >
      {votes > 1n ? <p>{t('carries', { count: Number(votes) })}</p> : null}
      {delegateId !== 0n ? <p>{t('lentTo', { memberId: delegateId.toString() })}</p> : null}
      <fieldset className="space-y-2">
        <legend className="mb-1 font-semibold">{t('voteLegend')}</legend>
        {choices.map((value) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer gap-3 rounded-xl border-[1.5px] border-edge px-4 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="vote"
              value={value}
              checked={choice === value}
              onChange={() => setChoice(value)}
              aria-label={t(voteWords[value])}
              aria-describedby={`${reasonId}-${value}`}
              className="mt-1 size-5 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-semibold">{t(voteWords[value])}</span>
              <span id={`${reasonId}-${value}`} className="block text-quiet text-sm">
                {t(`${voteWords[value]}Note`)}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div>
        <label htmlFor={reasonId} className="font-semibold">
          {t('reasonLabel')}
        </label>
        <p id={`${reasonId}-note`} className="text-quiet text-sm">
          {t('reasonNote')}
        </p>
        <textarea
          id={reasonId}
          aria-describedby={`${reasonId}-note`}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={1000}
          rows={3}
          dir="auto"
          className="field mt-1"
        />
      </div>
      <Button
        type="submit"
        wide
        {...(choice === undefined ? { disabledBecause: t('chooseFirst') } : {})}
        aria-disabled={busy}
      >
        {t('cast')}
      </Button>
    </form>
  )
}

function Step({
  label,
  note,
  ability,
  busy,
  onPress,
}: {
  label: string
  note: string
  ability: ReturnType<typeof canQueue> | ReturnType<typeof canExecute>
  busy: boolean
  onPress: () => void
}) {
  const t = useTranslations('proposals.act')
  return (
    <div className="space-y-3">
      <p>{note}</p>
      <Button
        wide
        onClick={() => {
          if (!busy) onPress()
        }}
        aria-disabled={busy}
        {...(ability.can ? {} : { disabledBecause: t(`cannot.${ability.reason}`) })}
      >
        {label}
      </Button>
    </div>
  )
}
