import type { AbiEntry, AbiInput } from './scenario.ts'

const ABI = 'abis/QuadraticFunding.json'
const MANIFEST = 'subgraph.yaml'
const MAPPING = 'src/quadraticFunding.ts'
const HANDLER = 'handler: handleRoundOpened\n'

/**
 * `gnd test` cannot encode an event that carries a struct, as RoundOpened does. So the build that is tested also knows
 * RoundOpenedFlat, with the struct's members side by side: it puts them together again and calls the handler itself.
 */
export function flattenEvents(files: Map<string, string>): void {
  const abi = JSON.parse(read(files, ABI)) as AbiEntry[]
  const event = abi.find((entry) => entry.type === 'event' && entry.name === 'RoundOpened')
  if (event === undefined) throw new Error('QuadraticFunding has no event RoundOpened')
  const inputs = flatInputs(event.inputs)
  files.set(ABI, JSON.stringify([...abi, { ...event, name: 'RoundOpenedFlat', inputs }]))

  const types = inputs.map((input) => (input.indexed ? `indexed ${input.type}` : input.type))
  const manifest = read(files, MANIFEST)
  if (!manifest.includes(HANDLER)) throw new Error(`${MANIFEST} does not say ${HANDLER}`)
  const handler = `        - event: RoundOpenedFlat(${types.join(',')})\n          handler: handleRoundOpenedFlat\n`
  files.set(MANIFEST, manifest.replace(HANDLER, HANDLER + handler))

  files.set(
    MAPPING,
    `${read(files, MAPPING)}
import { RoundOpenedFlat } from '../generated/QuadraticFunding/QuadraticFunding'

export function handleRoundOpenedFlat(event: RoundOpenedFlat): void {
  const terms = new ethereum.Tuple()
  while (event.parameters.length > 2) terms.unshift(event.parameters.pop().value)
  event.parameters.push(new ethereum.EventParam('terms', ethereum.Value.fromTuple(terms)))
  handleRoundOpened(changetype<RoundOpened>(event))
}
`,
  )
}

/** An event's parameters, with a struct's members in its place. */
export function flatInputs(inputs: AbiInput[]): AbiInput[] {
  return inputs.flatMap((input) =>
    input.components === undefined
      ? [input]
      : input.components.map((member) => ({
          ...member,
          name: `${input.name}_${member.name}`,
          indexed: false,
        })),
  )
}

function read(files: Map<string, string>, name: string): string {
  const content = files.get(name)
  if (content === undefined) throw new Error(`The subgraph has no ${name}`)
  return content
}
