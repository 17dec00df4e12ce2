/** `ackproof new`: a small specification to start from. */
import { writeFileSync } from 'node:fs'
import { UsageError } from '../node/usage-error.ts'
import { messageOf } from '../runs/port/failure.ts'
import type { Output } from './output.ts'

const longestName = 100

/** Writes `NAME.ack.ts` into the current folder; never over a file that is there. */
export function newSpec(name: string, output: Output): number {
  const stem = name.replace(/(\.ack)?\.ts$/, '')
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(stem) || stem.length > longestName) {
    throw new UsageError(
      `"${name}" cannot be the name of a file; expected letters, digits, "-", "_" and ".", at most ${longestName}, as in: ackproof new order-service`,
    )
  }
  const file = `${stem}.ack.ts`
  try {
    writeFileSync(file, template(stem), { flag: 'wx' })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    throw new UsageError(
      exists
        ? `"${file}" exists already, and is left as it is; expected a new name`
        : `cannot write "${file}": ${messageOf(error)}`,
      { cause: error },
    )
  }
  output.line(`wrote ${file}; check it with: ${output.program} check ${file}`)
  return 0
}

/** Two clients and one lock; forgetting to look before taking it is the bug of the second scenario. */
function template(name: string): string {
  return `import { at, count, each, holds, reachable, specify, suite, violated } from 'ackproof'

// What the specification is built with. A scenario changes some of it.
interface Configuration {
  readonly clients: readonly string[]
  /** Whether a client looks at the lock before it takes it. */
  readonly looksFirst: boolean
}

type Phase = 'idle' | 'working'

// Variables, and actions that return only what changes.
const lock = ({ clients, looksFirst }: Configuration) =>
  specify('${name}', { phase: each(clients, 'idle' as Phase), isLocked: false })
    .about('Clients share one lock. Times and messages are left out: each action happens at once.')
    .action('acquire', 'A client takes the lock and begins to work.')
    .over('client', clients)
    .says((_before, { client }) => \`\${client} takes the lock\`)
    .when((s, { client }) => s.phase[client] === 'idle' && !(looksFirst && s.isLocked))
    .changes((_s, { client }) => ({ phase: at(client, 'working'), isLocked: true }))
    .action('release', 'A client is done and gives the lock back.')
    .over('client', clients)
    .says((_before, { client }) => \`\${client} gives the lock back\`)
    .when((s, { client }) => s.phase[client] === 'working')
    .changes((_s, { client }) => ({ phase: at(client, 'idle'), isLocked: false }))
    // What must be true of every reachable state, and what must be possible at all.
    .always('one at a time', (s) => count(s.phase, 'working') <= 1)
    .reachable('someone works', (s) => count(s.phase, 'working') > 0)
    .deadlockFree()

// Scenarios: the same specification, configured, with the verdict that is expected of every property.
export default suite('${name}', lock, { clients: ['ann', 'bob'], looksFirst: true })
  .scenario({
    title: 'clients look first',
    expect: { 'one at a time': holds, 'someone works': reachable(2), 'no deadlock': holds },
    neighbour: 'clients do not look',
  })
  // A negative control: a specification whose promises never break may just not say enough.
  .scenario({
    title: 'clients do not look',
    config: { looksFirst: false },
    expect: { 'one at a time': violated(3), 'someone works': reachable(2), 'no deadlock': holds },
    neighbour: 'clients look first',
  })
`
}
