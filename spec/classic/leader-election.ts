import {
  at,
  each,
  every,
  holds,
  insert,
  reachable,
  removeOne,
  set,
  some,
  specify,
  suite,
  violated,
} from '../language/index.ts'

const ring = [1, 2, 3, 4, 5] as const
type Node = (typeof ring)[number]

interface Configuration {
  /** At most five. */
  readonly nodes: number
  /** What a candidate does with a number higher than its own. */
  readonly higherNumber: 'is dropped' | 'is passed on'
  /** Whether every node goes on as long as it can. */
  readonly fair: boolean
}

function specification({ nodes: size, higherNumber, fair }: Configuration) {
  const nodes = ring.slice(0, size)
  const after = (node: Node): Node => (node === size ? 1 : ((node + 1) as Node))
  const subsets = Array.from({ length: 2 ** size }, (_, bits) => nodes.filter((node) => (bits >> (node - 1)) % 2 === 1))

  const election = specify(`leader election, ${size} nodes`, {
    stands: each(nodes, false),
    hasStarted: each(nodes, false),
    role: each(nodes, 'lost' as 'candidate' | 'lost' | 'won'),
    inbox: each(nodes, set<Node>()),
  })
    .about(`
      Nodes on a ring with a number each elect one of those that stand for it: the one with the lowest number. A
      candidate sends its number to the next node. A number lower than one's own is passed on, and one has lost; a
      higher one is dropped; who receives its own has won.
      Who stands is arbitrary. Messages to a node form a set, and arrive in any order.
      Source: tlaplus/Examples, specifications/chang_roberts/ChangRoberts.tla (Chang and Roberts, 1979).
    `)
    .startingFrom(
      subsets.map((standing) => ({
        stands: Object.fromEntries(standing.map((node) => [node, true])),
        role: Object.fromEntries(standing.map((node) => [node, 'candidate' as const])),
      })),
    )
    .action('start', 'Who stands sends its number; the others only wake up.')
    .over('node', nodes)
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => !s.hasStarted[node])
    .changes((s, { node }) => {
      const hasStarted = at(node, true)
      if (!s.stands[node]) return { hasStarted }
      const next = after(node)
      return { hasStarted, inbox: at(next, insert(s.inbox[next], node)) }
    })
    .action('receive')
    .over('node', nodes)
    .over('number', (s, { node }) => s.inbox[node])
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.hasStarted[node])
    .changes((s, { node, number }) => {
      const next = after(node)
      const rest = at(node, removeOne(s.inbox[node], number))
      const passedOn = { ...rest, ...at(next, insert(s.inbox[next], number)) }
      if (s.role[node] === 'lost') return { inbox: passedOn }
      if (number < node) return { inbox: passedOn, role: at(node, 'lost') }
      if (number === node) return { inbox: rest, role: at(node, 'won') }
      return { inbox: higherNumber === 'is dropped' ? rest : passedOn }
    })
    .always('the winner is the lowest, and the others know', nodes, (s, node) => {
      const others = nodes.filter((other) => other !== node)
      const isLowest = others.every((other) => s.role[other] === 'lost' && (!s.stands[other] || other > node))
      return s.role[node] !== 'won' || (s.stands[node] && isLowest)
    })
    .eventually('where somebody stands, somebody wins', (s) => every(s.stands, false) || some(s.role, 'won'))
    .eventuallyAlways('the messages stop', (s) => every(s.inbox, (inbox) => inbox.length === 0))
    .reachable('a node that did not stand is passed by', (s) => some(s.role, 'won') && some(s.stands, false))
    .deadlockFree((s) => every(s.hasStarted, true))
  return fair ? election.fair('weak', ['start', 'receive'], 'node') : election
}

export const leaderElection = suite('classic/leader-election', specification, {
  nodes: 3,
  higherNumber: 'is dropped',
  fair: true,
})
  .scenario({
    title: '3 nodes',
    expect: {
      'the winner is the lowest, and the others know': holds,
      'where somebody stands, somebody wins': holds,
      'the messages stop': holds,
      'a node that did not stand is passed by': reachable(7),
      'no deadlock': holds,
    },
    counts: { distinct: 137, generated: 227, depth: 10 },
    neighbour: '3 nodes that may stop',
  })
  .scenario({
    title: '3 nodes that may stop',
    config: { fair: false },
    expect: {
      'the winner is the lowest, and the others know': holds,
      'where somebody stands, somebody wins': violated(1),
      'the messages stop': violated(2),
      'a node that did not stand is passed by': reachable(7),
      'no deadlock': holds,
    },
    counts: { distinct: 137, generated: 227, depth: 10 },
    neighbour: '3 nodes',
  })
  .scenario({
    title: '3 nodes that pass every number on',
    about: `
      A candidate has to stop the numbers higher than its own: passed on, they get back to owners that have not heard of
      the lower one yet, or they go round for ever, and nodes kept busy by them never get to the number that counts.
    `,
    config: { higherNumber: 'is passed on' },
    expect: {
      'the winner is the lowest, and the others know': violated(7),
      'where somebody stands, somebody wins': violated(7),
      'the messages stop': violated(7),
      'a node that did not stand is passed by': reachable(7),
      'no deadlock': holds,
    },
    counts: { distinct: 197, generated: 364, depth: 13 },
    neighbour: '3 nodes',
  })
