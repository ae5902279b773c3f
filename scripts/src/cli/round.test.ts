import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from './test/commandLine.ts'

const pool = '100000000'
const projects = {
  maize: ['1000000', '4000000', '1000000', '9000000'],
  beans: ['1000000', '1000000', '1000000', '1000000', '1000000', '1000000', '4000000'],
  squash: ['1000000', '9000000', '1000000', '9000000', '1000000', '9000000', '4000000'],
}
const gift = { donor: 'a', project: 'maize', amount: '100' }

let folder: string
// No chain, no stack: a round in a file needs neither.
const { cli, answer, failure } = commandLine(() => ({ COMMONWEAL_STATE: '' }))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commonweal-rounds-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(content: unknown): Promise<string> {
  const path = join(folder, 'round.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('round compute', () => {
  test('prints what each project is matched with, in the order of the file, and nothing else', async () => {
    const path = await write({ pool, projects })
    const result = await cli(['round', 'compute', path])
    expect(result).toEqual({
      code: 0,
      stderr: '',
      stdout: `${JSON.stringify({
        match: { maize: '13600000', beans: '21600000', squash: '64800000' },
        pairSum: { maize: '34000000', beans: '54000000', squash: '162000000' },
        lambda: '0.4',
        dust: '0',
      })}\n`,
    })
    expect(await answer(['round', 'compute', path])).toEqual(JSON.parse(result.stdout))
  })

  test('takes cap and scaleUp, and tells what is left', async () => {
    const capped = await write({ pool, cap: '30000000', scaleUp: true, projects })
    expect(await answer(['round', 'compute', capped])).toEqual({
      match: { maize: '30000000', beans: '30000000', squash: '30000000' },
      pairSum: { maize: '34000000', beans: '54000000', squash: '162000000' },
      lambda: 'infinite',
      dust: '10000000',
    })
  })

  test('sums single gifts per donor, and bounds pairs within a household by M', async () => {
    const gifts = [
      { ...gift, amount: '60', household: 'h' },
      { ...gift, donor: 'c', amount: '900' },
      { ...gift, donor: 'b', amount: '400', household: 'h' },
      { ...gift, amount: '40' },
    ]
    const matched = async (M: string) => answer(['round', 'compute', await write({ pool, M, gifts })])
    expect(await matched('100')).toEqual({
      match: { maize: '1933' },
      pairSum: { maize: '1933' },
      lambda: '1',
      dust: '99998067',
    })
    expect(await matched('0')).toMatchObject({ match: { maize: '1800' } })
  })

  test.each<[string, string, unknown]>([
    ['round_invalid', 'pool', { projects }],
    ['round_invalid', 'pool', { pool: 100, projects }],
    ['round_invalid', 'projects.maize[1]', { pool, projects: { maize: ['1', '-1'] } }],
    ['round_invalid', 'gifts[1].amount', { pool, gifts: [gift, { ...gift, amount: '1.5' }] }],
    ['round_invalid', 'M', { pool, gifts: [{ ...gift, household: 'h' }] }],
    [
      'round_invalid',
      'gifts[1].household',
      { pool, M: '1', gifts: ['h', 'i'].map((household) => ({ ...gift, household })) },
    ],
    ['round_invalid', 'gifts', { pool, projects, gifts: [] }],
    ['round_invalid', '', { pool }],
    ['file_not_json', 'projects.maize', '{"pool":"1","projects":{"maize":["1"],"beans":[],"maize":["2"]}}'],
  ])('refuses a file that holds no round: %s at %j', async (code, place, content) => {
    const path = await write(content)
    expect(await failure(['round', 'compute', path])).toMatchObject({
      code,
      details: { at: place },
      next: expect.stringMatching(/^\p{Lu}.+\.$/u),
    })
    const plain = await cli(['round', 'compute', path])
    expect(plain).toMatchObject({ code: 1, stdout: '' })
    expect(plain.stderr).toContain('\nNext: ')
    expect(plain.stderr).toContain(place)
  })

  test('names the donor who is in two households', async () => {
    const gifts = ['h', 'i'].map((household) => ({ ...gift, donor: 'Ana', household }))
    const { message } = await failure(['round', 'compute', await write({ pool, M: '1', gifts })])
    expect(message).toBe('The round is not valid at gifts[1].household: the donor "Ana" is in "h" already.')
  })

  test('says which file cannot be read', async () => {
    const path = join(folder, 'absent.json')
    expect(await failure(['round', 'compute', path])).toMatchObject({
      code: 'file_unreadable',
      details: { path },
    })
    expect(await failure(['round', 'compute', folder])).toMatchObject({ code: 'file_unreadable' })
    expect(await failure(['round', 'compute', await write('{"pool":')])).toMatchObject({
      code: 'file_not_json',
    })
  })

  test('says what the gifts to a project cannot be together', async () => {
    const projects = { maize: [(10n ** 43n).toString()] }
    expect(await failure(['round', 'compute', await write({ pool, projects })])).toMatchObject({
      code: 'tally_too_large',
    })
  })

  test('needs a file, and is not understood without', async () => {
    expect(await failure(['round', 'compute'], {}, 2)).toMatchObject({ code: 'usage' })
    expect(await failure(['round'], {}, 2)).toMatchObject({ code: 'usage' })
    expect(
      await failure(['round', 'compute', await write({ pool, projects }), '--cap', '1'], {}, 2),
    ).toMatchObject({
      code: 'usage',
    })
  })
})
