import { match } from 'ts-pattern'
import { at, atAll, each, every, holds, reachable, specify, suite, violated } from '../language/index.ts'
import { type Node, ring, terminationContract } from './termination-contract.ts'

type Colour = 'white' | 'black'

interface Ring {
  readonly isActive: Readonly<Record<Node, boolean>>
  readonly colour: Readonly<Record<Node, Colour>>
  readonly token: Colour
}

/**
 * Why a node may send the token on. Each reason is a step of its own, as it is for TLC, which splits an action at the
 * alternatives of its guard: two reasons at once are two generated states, though one distinct state.
 */
type Reason = 'node is idle' | 'node is black' | 'token is black'

const isTrue = (reason: Reason, { isActive, colour, token }: Ring, node: Node): boolean =>
  match(reason)
    .with('node is idle', () => !isActive[node])
    .with('node is black', () => colour[node] === 'black')
    .with('token is black', () => token === 'black')
    .exhaustive()

interface Configuration {
  /** Nodes on the ring, at most eight. */
  readonly nodes: number
  /** Whether a node that wakes one the token will not meet any more in this round stains itself black. */
  readonly stains: boolean
  /** Whether the token goes on; no node has to fall idle. */
  readonly fair: boolean
}

function specification({ nodes: size, stains, fair }: Configuration) {
  const nodes = ring.slice(0, size)
  const last = (size - 1) as Node
  const others = nodes.slice(1)
  const subsets = Array.from({ length: 2 ** size }, (_, bits) => nodes.filter((node) => (bits >> node) % 2 === 1))

  const detection = specify(`termination detection, ${size} nodes`, {
    isActive: each(nodes, false),
    colour: each(nodes, 'white' as Colour),
    tokenAt: 0 as Node,
    token: 'black' as Colour,
  })
    .about(`
      Nodes on a ring work, wake each other by messages and fall idle; node 0 wants to know when all are idle. It
      sends a token round the ring against the numbers. An idle node passes it on; a node that has woken a higher one
      is black and stains the token, which makes the round inconclusive.
      Every combination of activity, colours and token position is an initial state, with a black token. Messages
      arrive at once.
      Source: tlaplus/Examples, specifications/ewd840/EWD840.tla (Dijkstra, Feijen and van Gasteren, EWD 840, 1983).
    `)
    .startingFrom(() =>
      subsets.flatMap((active) =>
        subsets.flatMap((black) =>
          nodes.map((tokenAt) => ({
            isActive: atAll(nodes, (node) => active.includes(node)),
            colour: atAll(nodes, (node): Colour => (black.includes(node) ? 'black' : 'white')),
            tokenAt,
          })),
        ),
      ),
    )
    .derive('allIdle', (s) => every(s.isActive, false))
    .derive('detected', (s) => s.tokenAt === 0 && s.token === 'white' && s.colour[0] === 'white' && !s.isActive[0])
    .action('begin a round', 'Node 0 sends a white token, unless it has its answer already.')
    .over('because', ['token is black', 'node is black'])
    .by('node 0')
    .when((s, { because }) => s.tokenAt === 0 && isTrue(because, s, 0))
    .changes(() => ({ tokenAt: last, token: 'white', colour: at(0, 'white') }))
    .action('pass the token', 'An idle node does, and so does anyone whose round is inconclusive anyway.')
    .over('node', others)
    .over('because', ['node is idle', 'node is black', 'token is black'])
    .by(({ node }) => `node ${node}`)
    .when((s, { node, because }) => s.tokenAt === node && isTrue(because, s, node))
    .changes((s, { node }) => ({
      tokenAt: (node - 1) as Node,
      token: s.colour[node] === 'black' ? 'black' : s.token,
      colour: at(node, 'white'),
    }))
    .action('wake')
    .over('node', nodes)
    .over('other', (_s, { node }) => nodes.filter((other) => other !== node))
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.isActive[node])
    .changes((s, { node, other }) => ({
      isActive: at(other, true),
      colour: at(node, stains && other > node ? 'black' : s.colour[node]),
    }))
    .action('fall idle')
    .over('node', nodes)
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.isActive[node])
    .changes((_s, { node }) => ({ isActive: at(node, false) }))
    .always('what is detected is true', (s) => !s.detected || s.allIdle)
    .always("Dijkstra's invariant", (s) => {
      const isVisitedIdle = nodes.every((node) => node <= s.tokenAt || !s.isActive[node])
      const isUnvisitedBlack = nodes.some((node) => node <= s.tokenAt && s.colour[node] === 'black')
      return isVisitedIdle || isUnvisitedBlack || s.token === 'black'
    })
    .reachable('termination is detected', (s) => s.detected)
    .leadsTo(
      'termination is always detected',
      (s) => s.allIdle,
      (s) => s.detected,
    )
    .refines('it detects termination', terminationContract({ nodes: size }), (s) => ({
      isActive: s.isActive,
      detected: s.detected,
    }))
    .deadlockFree((s) => s.detected)
  return fair ? detection.fair('weak', ['begin a round', 'pass the token']) : detection
}

export const terminationDetection = suite('classic/termination-detection', specification, {
  nodes: 3,
  stains: true,
  fair: true,
})
  .scenario({
    title: '3 nodes',
    expect: {
      'what is detected is true': holds,
      "Dijkstra's invariant": holds,
      'termination is detected': reachable(4),
      'termination is always detected': holds,
      'it detects termination': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 302, generated: 2_001, depth: 9 },
    neighbour: '3 nodes that do not stain themselves',
  })
  .scenario({
    title: '3 nodes that do not stain themselves',
    about: 'A node behind the token is woken by one before it, and nothing tells node 0.',
    config: { stains: false },
    expect: {
      'what is detected is true': violated(6),
      "Dijkstra's invariant": violated(4),
      'termination is detected': reachable(4),
      'termination is always detected': holds,
      'it detects termination': violated(6),
      'no deadlock': holds,
    },
    counts: { distinct: 248, generated: 1_708, depth: 7 },
    neighbour: '3 nodes',
  })
  .scenario({
    title: '3 nodes that may lose the token',
    about: 'A node that never passes the token on keeps the answer from node 0.',
    config: { fair: false },
    expect: {
      'what is detected is true': holds,
      "Dijkstra's invariant": holds,
      'termination is detected': reachable(4),
      'termination is always detected': violated(1),
      'it detects termination': violated(1),
      'no deadlock': holds,
    },
    counts: { distinct: 302, generated: 2_001, depth: 9 },
    neighbour: '3 nodes',
  })
  .scenario({
    title: '4 nodes',
    config: { nodes: 4 },
    expect: {
      'what is detected is true': holds,
      "Dijkstra's invariant": holds,
      'termination is detected': reachable(5),
      'termination is always detected': holds,
      'it detects termination': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 1_566, generated: 15_986, depth: 12 },
  })
  .accept({
    finding: 'branch-never-ran',
    of: 'the right side of `wakesAlone && s.allIdle`',
    because: 'no node wakes by itself here; classic/termination-contract has one that does',
  })
