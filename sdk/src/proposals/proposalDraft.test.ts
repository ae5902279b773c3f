import { expect, test } from 'vitest'
import { refusalOf } from '../../test/refusalOf.ts'
import { proposalId } from '../governance/proposalId.ts'
import { draftProposalId, parseProposalDraft, proposalDraft, proposalDraftToJson } from './proposalDraft.ts'

const governor = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const target = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const draft = proposalDraft({
  chainId: 31337,
  governor,
  description: `Sí 🌾#proposer=${target}`,
  actions: [
    { target, value: 2n ** 256n - 1n, calldata: '0x' },
    { target: governor, value: 0n, calldata: '0xABcd' },
  ],
})
const json = proposalDraftToJson(draft)
const text = (change: object = {}) => JSON.stringify({ ...json, ...change })

test('a draft is a JSON document with the whole proposal, and read back as it was written', () => {
  expect(json).toEqual({
    kind: 'commonweal-proposal-draft',
    version: 1,
    chainId: 31337,
    governor,
    description: `Sí 🌾#proposer=${target}`,
    actions: [
      { target, value: (2n ** 256n - 1n).toString(), calldata: '0x' },
      { target: governor, value: '0', calldata: '0xabcd' },
    ],
  })
  expect(parseProposalDraft(text())).toEqual(draft)
})

test('a draft has the id that the Governor will give to it', () => {
  expect(draftProposalId(draft)).toBe(
    proposalId(
      { targets: [target, governor], values: [2n ** 256n - 1n, 0n], calldatas: ['0x', '0xabcd'] },
      `Sí 🌾#proposer=${target}`,
    ),
  )
})

test.each([
  ['chainId', -1],
  ['governor', '0x12'],
  ['description', '\ud83c'],
  ['actions', []],
  ['actions.0.target', [{ target: '0x1', value: '0', calldata: '0x' }]],
  ['actions.0.value', [{ target, value: 1, calldata: '0x' }]],
  ['actions.0.calldata', [{ target, value: '1', calldata: '0x1' }]],
  ['proposalId', '1'],
])('a draft with a wrong %s is refused, naming it', (field, value) => {
  const key = field.split('.')[0] as string
  expect(() => parseProposalDraft(text({ [key]: value }))).toThrow(
    expect.objectContaining({ code: 'draft_invalid', details: { field } }),
  )
})

test('what is none, or is of another version, is told so', () => {
  const code = (expected: string) => expect.objectContaining({ code: expected })
  expect(() => parseProposalDraft('{')).toThrow(code('draft_syntax'))
  for (const other of ['null', '[]', '{"kind":"commonweal-ballot"}']) {
    expect(() => parseProposalDraft(other)).toThrow(code('draft_kind'))
  }
  expect(() => parseProposalDraft(text({ version: 2 }))).toThrow(code('draft_version'))
})

test('a draft that cannot be read is told why, and what to do', () => {
  expect(refusalOf(() => parseProposalDraft('{'))).toStrictEqual({
    code: 'draft_syntax',
    message: 'It is not JSON.',
    next: 'Have it sent again: the file is cut off or was changed on its way.',
  })
  expect(refusalOf(() => parseProposalDraft('{"kind":"receipt"}'))).toStrictEqual({
    code: 'draft_kind',
    message: 'It is not the draft of a proposal.',
    next: 'A draft is what the commands that make proposals write with --draft FILE.',
    details: { expected: 'commonweal-proposal-draft', actual: 'receipt' },
  })
  expect(refusalOf(() => parseProposalDraft(text({ version: 2 })))).toStrictEqual({
    code: 'draft_version',
    message: 'It has version 2, which has no meaning here.',
    next: 'Use a newer version of this program.',
    details: { expected: 1, actual: 2 },
  })
  expect(refusalOf(() => parseProposalDraft(text({ governor: '0x12' })))).toStrictEqual({
    code: 'draft_invalid',
    message: 'Its governor is not valid: is not an address.',
    next: 'Have whoever proposes write it again, with --draft FILE.',
    details: { field: 'governor' },
  })
})

test('a description that is no text is told so', () => {
  expect(refusalOf(() => parseProposalDraft(text({ description: '\ud83c' }))).message).toBe(
    'Its description is not valid: is not Unicode text.',
  )
})
