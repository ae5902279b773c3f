import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from './test/commandLine.ts'

const bytes32 = (byte: string) => `0x${byte.repeat(32)}`
const policy = {
  policyId: bytes32('b1'),
  communityId: bytes32('c1'),
  audience: [{ anyOf: ['community'] }],
  purposes: ['education', 'research'],
  commercial: 'refused',
  share: 0,
  derivatives: 'refused',
  season: { utcOffset: '+02:00', windows: [{ from: '03-01', to: '05-31' }] },
  closedUntil: null,
  consent: 0,
  attribution: null,
  outreachOnly: false,
  expiresAt: null,
  custodian: null,
  retention: 'none',
  labels: [],
  document: null,
  parents: [],
}
const request = { purpose: 'research', memberships: [{ communityId: policy.communityId, roles: [] }] }
const at = '2026-11-26T12:00:00Z'

let folder: string
// No chain, no stack: policies in files need neither.
const { cli, answer, failure } = commandLine(() => ({ COMMONWEAL_STATE: '' }))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-policies-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(content: unknown): Promise<string> {
  const path = join(folder, 'policy.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const decide = async (content: unknown) => cli(['policy', 'decide', await write(content)])

describe('a decision', () => {
  test('is answered as JSON of a fixed shape, and done whatever it is', async () => {
    const refused = await decide({ policy, request, at })
    expect(refused).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(refused.stdout)).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: '2027-02-28T22:00:00Z',
    })
    const allowed = await decide({ policy, request, at: Date.parse('2027-03-01T00:00:00Z') / 1000 })
    expect(JSON.parse(allowed.stdout)).toEqual({
      allowed: true,
      reason: 'ALLOWED',
      until: '2027-05-31T22:00:00Z',
    })
    const outside = await decide({ policy, request: { purpose: 'research' }, at })
    expect(JSON.parse(outside.stdout)).toEqual({ allowed: false, reason: 'AUDIENCE', until: null })
    const unknown = await decide({ policy: null, request, at })
    expect(JSON.parse(unknown.stdout)).toEqual({ allowed: false, reason: 'UNKNOWN_POLICY', until: null })
    expect(await answer(['policy', 'decide', await write({ policy: null, request, at })])).toEqual(
      JSON.parse(unknown.stdout),
    )
  })

  test.each<[string, string, unknown]>([
    [
      'policy_invalid',
      'policy.audience[0].anyOf[0]',
      { policy: { ...policy, audience: [{ anyOf: ['king'] }] }, request, at },
    ],
    ['policy_invalid', 'policy.parents[0]', { policy: { ...policy, parents: [5] }, request, at }],
    ['policy_contradiction', 'policy.parents[0]', { policy: { ...policy, parents: [policy] }, request, at }],
    ['request_invalid', 'request.purpose', { policy, request: {}, at }],
    ['time_invalid', 'at', { policy, request, at: 'soon' }],
    ['policy_file_invalid', 'at', { policy, request }],
    ['policy_file_invalid', 'policy', { request, at }],
    ['policy_file_invalid', 'when', { policy, request, at, when: at }],
    ['policy_file_invalid', '', []],
    ['policy_file_invalid', '', 'null'],
  ])('of a file that is not one is refused: %s at %j', async (code, place, content) => {
    const path = await write(content)
    expect(await failure(['policy', 'decide', path])).toMatchObject({
      code,
      details: { at: place },
      next: expect.stringMatching(/^\p{Lu}.+\.$/u),
    })
    const plain = await cli(['policy', 'decide', path])
    expect(plain).toMatchObject({ code: 1, stdout: '' })
    expect(plain.stderr).toContain('\nNext: ')
    expect(plain.stderr).toContain(place)
  })

  test('of a file that cannot be read says which', async () => {
    const path = join(folder, 'absent.json')
    expect(await failure(['policy', 'decide', path])).toMatchObject({
      code: 'file_unreadable',
      details: { path },
    })
    expect(await failure(['policy', 'decide', folder])).toMatchObject({ code: 'file_unreadable' })
    expect(await failure(['policy', 'decide', await write('{"policy":')])).toMatchObject({
      code: 'file_not_json',
    })
    expect(await failure(['policy', 'decide', await write(' '.repeat(1_048_577))])).toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('too large'),
    })
  })
})

describe('an explanation', () => {
  test('says every rule, and the decision that the file asks for', async () => {
    const { code, stdout } = await cli(['policy', 'explain', await write({ policy, request, at })])
    expect(code).toBe(0)
    expect(stdout).toContain(`${policy.policyId}\n  Only members of the community may use it.\n`)
    expect(stdout).toContain('It is open every year from 1 March to 31 May.')
    expect(stdout).toMatch(/\n\nClosed until 1 March 2027\.\n$/)
  })

  test('can be had in Spanish, also of a policy alone', async () => {
    const spanish = await cli(['policy', 'explain', await write({ policy, request, at }), '--language', 'es'])
    expect(spanish.stdout).toContain('Cerrado hasta el 1 de marzo de 2027.')
    const alone = await answer(['policy', 'explain', await write(policy), '--language', 'es'])
    expect(alone.sentences[0]).toEqual({
      policyId: policy.policyId,
      rule: 'audience',
      text: 'Solo pueden usarlo miembros de la comunidad.',
    })
    expect(alone.decision).toBeUndefined()
    const asked = await answer(['policy', 'explain', await write({ policy, request, at })])
    expect(asked.decision).toEqual({
      allowed: false,
      reason: 'OUT_OF_SEASON',
      until: '2027-02-28T22:00:00Z',
      text: 'Closed until 1 March 2027.',
    })
  })

  test('in another language is not understood', async () => {
    const result = await cli(['policy', 'explain', await write(policy), '--language', 'la'])
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('en, es')
  })

  test('needs a policy, and a whole question', async () => {
    expect(await failure(['policy', 'explain', await write({ request, at })])).toMatchObject({
      code: 'policy_file_invalid',
      details: { at: 'policy' },
    })
    expect(await failure(['policy', 'explain', await write({ policy, request })])).toMatchObject({
      code: 'time_invalid',
      details: { at: 'at' },
    })
    expect(await failure(['policy', 'explain', await write({ ...policy, consent: -1 })])).toMatchObject({
      details: { at: 'consent' },
    })
  })
})

test('a policy is exported in ODRL, to standard output or into a file that is not there yet', async () => {
  const path = await write(policy)
  const printed = JSON.parse((await cli(['policy', 'export', path])).stdout)
  expect(printed).toMatchObject({ '@type': 'Set', uid: `urn:commonweal:policy:${policy.policyId}` })
  const out = join(folder, 'odrl.json')
  const told = await cli(['policy', 'export', path, '--out', out])
  expect(told.stdout).toBe(`Wrote urn:commonweal:policy:${policy.policyId} to ${out}.\n`)
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(printed)
  expect(await failure(['policy', 'export', path, '--out', out])).toMatchObject({ code: 'file_exists' })
})

describe('labels of a project of the Local Contexts Hub', () => {
  const project = {
    unique_id: 'p-1',
    title: 'Songs',
    tk_labels: [
      {
        unique_id: 'l-1',
        label_type: 'secret_sacred',
        name: 'TK Secret',
        community: { id: 4, name: 'Río Claro' },
      },
      { unique_id: 'l-2', label_type: 'moonlit', name: 'TK \u001b[31mMoon', community: 'Río Claro' },
    ],
    notice: [{ notice_type: 'biocultural' }],
  }

  test('are shown with their ids, those that are not known too', async () => {
    const { stdout } = await cli(['policy', 'import-labels', await write(project)])
    expect(stdout.split('\n')).toEqual([
      'Songs (p-1) carries 2 labels and 1 notice.',
      '  TK Label secret_sacred: TK Secret, of Río Claro',
      '    id l-1',
      '    Its name is not for everyone: show it to nobody outside.',
      '  TK Label moonlit: TK \ufffd[31mMoon, of Río Claro',
      '    id l-2',
      '    This version does not know its type; it is kept as it is.',
      '  Notice biocultural: without a name',
      '    id p-1',
      'They say what their communities say with them; nothing here follows from them by itself.',
      '',
    ])
  })

  test('come as one document for programs, and with the place of what is wrong', async () => {
    expect((await answer(['policy', 'import-labels', await write(project)])).labels).toHaveLength(3)
    expect(
      await failure(['policy', 'import-labels', await write({ unique_id: 'p', tk_labels: [{}] })]),
    ).toMatchObject({
      code: 'hub_project_invalid',
      details: { at: 'tk_labels[0].unique_id' },
    })
  })
})
