import { quadraticFundingAbi } from '@commonweal/contracts/abi/QuadraticFunding'
import { CommonwealError } from '@commonweal/sdk/errors/CommonwealError'
import {
  type CartFile,
  cartFile,
  cartFileCharacters,
  cartFileToJson,
  parseCartFile,
  requireCartPlace,
} from '@commonweal/sdk/giving/cartFile'
import { cartTotal, fundingDomain, memberCart } from '@commonweal/sdk/giving/memberCart'
import type { Command } from 'commander'
import { bytesToBigInt, encodeFunctionData, parseSignature, serializeSignature } from 'viem'
import { isAllowed, signPermit } from '../../actions/allowToken.ts'
import { ChainError } from '../../actions/ChainError.ts'
import { fundingContract } from '../../actions/readRound.ts'
import { readTextFile } from '../../actions/readTextFile.ts'
import { formatTime } from '../formatTime.ts'
import { parseTime } from '../parseTime.ts'
import { parseGifts, planGifts } from '../planGifts.ts'
import { plural } from '../plural.ts'
import type { Run } from '../program.ts'
import { readNamedRound, requirePhase } from '../requireRound.ts'
import { dryRunOption, type StepOptions, takeStep } from '../takeStep.ts'
import { formatAmount } from '../tokenAmount.ts'
import { UsageError } from '../UsageError.ts'
import { writeDocument } from '../writeDocument.ts'

type SignOptions = { out: string; deadline?: string }

async function sign(run: Run, given: string, texts: string[], options: SignOptions): Promise<void> {
  const named = options.deadline === undefined ? undefined : parseTime('--deadline', options.deadline)
  const chain = await run.chain()
  const round = await readNamedRound(run, given)
  requirePhase(round, ['Giving'], 'give')
  const wanted = parseGifts(round, texts)
  const account = await run.account()
  const { giver, gifts, total, words, document } = await planGifts(chain, round, account.address, wanted)
  const { roundId, token, terms, now } = round
  const last = terms.givingUntil - 1
  const deadline = BigInt(named ?? last)
  if (deadline < BigInt(now)) {
    throw new UsageError(
      `--deadline ${formatTime(Number(deadline))} has passed.`,
      'Give the last moment in which the gifts may be brought in, or leave it out.',
    )
  }

  const contract = fundingContract(chain)
  const spending = { token: token.address, spender: contract.address, amount: total }
  const isEnough = await isAllowed(chain, account.address, spending)
  const permit = isEnough ? undefined : await signPermit(chain, account, spending, deadline)
  if (!isEnough && permit === undefined) {
    throw new ChainError(
      `The token ${token.address} knows no signed leave to take it, and the funding may not take ${formatAmount(token, total)} of ${account.address} yet.`,
      {
        code: 'not_allowed',
        details: { token: token.address, account: account.address, spender: contract.address },
        next: `Let ${contract.address} take that much, by a transaction of the wallet; or give with round give.`,
      },
    )
  }
  for (const line of words) run.progress(line)

  const place = { chainId: chain.chainId, quadraticFunding: contract.address }
  const cart = {
    roundId,
    giver: account.address,
    community: giver.community,
    gifts: wanted,
    // Carts with different numbers are taken in any order; one that is used or guessed is of no use to anybody.
    nonce: bytesToBigInt(crypto.getRandomValues(new Uint8Array(32))),
    deadline,
  }
  const signature = await account.signTypedData(memberCart(fundingDomain(place), cart))
  const [, , , , v = 0, r = '0x', s = '0x'] = permit ?? []
  const file = cartFileToJson(
    cartFile(
      place,
      cart,
      signature,
      permit && { deadline, signature: serializeSignature({ r, s, yParity: v - 27 }) },
    ),
  )
  await writeDocument(options.out, file)
  run.answer({ file: options.out, cart: file, ...document }, [
    `Signed: ${formatAmount(token, total)} to ${plural(gifts.length, 'project')}.`,
    `  holds  until ${formatTime(Number(deadline))}`,
    `  file   ${options.out}`,
    'Anyone may bring it in: round relay. It counts once.',
  ])
}

async function readCartFile(path: string): Promise<CartFile> {
  const text = await readTextFile(
    path,
    4 * cartFileCharacters,
    (_, message, cause) =>
      new CommonwealError(`${path}: ${message}`, {
        code: 'file_unreadable',
        cause,
        details: { path },
        next: 'Name the file that `round sign` wrote.',
      }),
  )
  try {
    return parseCartFile(text)
  } catch (cause) {
    if (!(cause instanceof CommonwealError)) throw cause
    throw new CommonwealError(`${path} holds no gifts. ${cause.message}`, {
      code: cause.code,
      cause,
      details: { path, ...(typeof cause.details === 'object' ? cause.details : {}) },
      ...(cause.next === undefined ? {} : { next: cause.next }),
    })
  }
}

async function relay(run: Run, path: string, { dryRun }: StepOptions): Promise<void> {
  const { chainId, quadraticFunding, permit, signature, ...cart } = await readCartFile(path)
  const chain = await run.chain()
  const contract = fundingContract(chain)
  requireCartPlace(
    { chainId, quadraticFunding },
    { chainId: chain.chainId, quadraticFunding: contract.address },
  )
  const round = await readNamedRound(run, cart.roundId)
  requirePhase(round, ['Giving'], 'give')
  const { gifts, words, document } = await planGifts(chain, round, cart.giver, cart.gifts)
  const total = cartTotal(cart)
  const { token } = round
  const spending = { token: token.address, spender: contract.address, amount: total }
  const needsLeave = !(await isAllowed(chain, cart.giver, spending))
  if (needsLeave && permit === undefined) {
    throw new ChainError(
      `The funding may not take ${formatAmount(token, total)} of ${cart.giver}, and the file has no leave to.`,
      {
        code: 'not_allowed',
        details: { token: token.address, account: cart.giver, spender: contract.address },
        next: 'Have it signed again with `round sign`.',
      },
    )
  }
  const calls = [
    ...(needsLeave && permit !== undefined
      ? [
          encodeFunctionData({
            abi: quadraticFundingAbi,
            functionName: 'permit',
            args: permitArgs(token.address, cart.giver, total, permit),
          }),
        ]
      : []),
    encodeFunctionData({
      abi: quadraticFundingAbi,
      functionName: 'giveBySig',
      args: [{ ...cart, total }, signature],
    }),
  ]
  const answer = { ...document, giver: cart.giver }
  const receipt = await takeStep(
    run,
    await run.account(),
    { ...contract, functionName: 'multicall', args: [calls] },
    { words, doing: 'bringing the gifts in', document: answer, dryRun },
  )
  if (receipt === undefined) return
  run.answer({ ...answer, transaction: receipt.transactionHash }, [
    `Brought in for ${cart.giver}: ${formatAmount(token, total)} to ${plural(gifts.length, 'project')}.`,
    `  transaction ${receipt.transactionHash}`,
  ])
}

/** Arguments of the funding's `permit`, from a file. */
function permitArgs(
  token: `0x${string}`,
  giver: `0x${string}`,
  total: bigint,
  { deadline, signature }: NonNullable<CartFile['permit']>,
) {
  try {
    const { r, s, yParity } = parseSignature(signature)
    return [token, giver, total, deadline, 27 + yParity, r, s] as const
  } catch (cause) {
    throw new CommonwealError('Its permit has no signature of a key.', {
      code: 'cart_invalid',
      cause,
      details: { field: 'permit.signature' },
      next: 'Have it signed again with `round sign`.',
    })
  }
}

/** Adds what gives by signature to the command `round`. */
export function addRoundCartCommands(
  round: Command,
  on: (command: Command, action: (run: Run, ...args: never[]) => Promise<void>) => void,
): void {
  on(
    round
      .command('sign')
      .argument('<round>', "the round's id")
      .argument('<gifts...>', 'PROJECT=AMOUNT, in whole tokens, such as 1=2.5 3=10')
      .option(
        '--deadline <time>',
        'last moment in which it may be brought in (Unix seconds or a date); left out, as long as giving lasts',
      )
      .requiredOption('--out <file>', 'where to write the signed gifts')
      .description(
        'sign gifts into a file, which anyone may bring to the chain; costs nothing but the gifts',
      ),
    sign,
  )
  on(
    round
      .command('relay')
      .argument('<file>', 'what round sign wrote')
      .option(...dryRunOption)
      .description('bring to the chain what somebody signed, and pay for the transaction'),
    relay,
  )
}
