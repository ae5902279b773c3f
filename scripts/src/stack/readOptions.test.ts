import { expect, test } from 'vitest'
import { readOptions } from './readOptions.ts'

const places = { root: '/repo', folder: '/srv/me' }
const read = (...args: string[]) => readOptions(args, places)

test('without options: the demo, the usual ports, state inside the checkout', () => {
  expect(read()).toEqual({
    state: '/repo/.commonweal/stack',
    ports: { chain: 8545, indexer: 8000, ipfsGateway: 8080, ipfsRpc: 5001, worker: 8787, web: 3000 },
    fresh: false,
    seed: 'demo',
    web: true,
  })
})

test('--state is meant from where the person stands, and --ports counts up', () => {
  const options = read('--state', 'x', '--ports', '20000', '--fresh', '--seed', 'community', '--no-web')
  expect(options).toMatchObject({ state: '/srv/me/x', fresh: true, seed: 'community', web: false })
  expect(Object.values(options?.ports ?? {})).toEqual([20000, 20001, 20002, 20003, 20004, 20005])
})

test('without a community there is nothing for the web app to show', () => {
  expect(read('--seed', 'none')).toMatchObject({ seed: 'none', web: false })
  expect(read('--no-seed')).toMatchObject({ seed: 'none', web: false })
})

test.each([
  [['--seed', 'all'], /--seed takes demo, community or none, not "all"/],
  [['--ports', '80'], /--ports takes a number from 1024 to 65530, not "80"/],
  [['--ports', '65531'], /--ports/],
  [['--nonsense'], /--nonsense/],
  [['surplus'], /surplus/],
])('%j is refused by name, with where to read more', (args, message) => {
  expect(() => read(...args)).toThrow(message)
  try {
    read(...args)
  } catch (error) {
    expect((error as { next: string }).next).toContain('--help')
  }
})
