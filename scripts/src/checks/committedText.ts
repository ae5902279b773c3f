/** A committed line that says something of the machine it was written on. */
export type MachineTrace = { file: string; line: number; what: string }

const traces: readonly { what: string; pattern: RegExp }[] = [
  // A lockfile with addresses ties everyone to the registry that one machine used.
  { what: 'the address a package was downloaded from', pattern: /"resolved": "https?:/ },
  {
    what: "a path of somebody's machine",
    pattern: /(?<![\w.])\/(?:work\/main|root\/\.|home\/[a-z]+\/|Users\/[A-Za-z]+\/)/,
  },
]

/** Finds what a machine left behind in a committed text. */
export function findMachineTraces(file: string, text: string): MachineTrace[] {
  const found: MachineTrace[] = []
  for (const [index, line] of text.split('\n').entries()) {
    for (const { what, pattern } of traces) {
      if (pattern.test(line)) found.push({ file, line: index + 1, what })
    }
  }
  return found
}
