import { at, type Counts, each, holds, specify, suite, violated } from '../language/index.ts'

const ring = [0, 1, 2, 3, 4, 5, 6, 7] as const
type Node = (typeof ring)[number]

interface Configuration {
  /** Two to eight. */
  readonly nodes: number
  /** Each node counts from 0 to one less than this. */
  readonly values: number
  /** Whether some step is taken as long as there is one. */
  readonly fair: boolean
}

function specification({ nodes: size, values, fair }: Configuration) {
  const nodes = ring.slice(0, size)
  const last = (size - 1) as Node
  const others = nodes.slice(1)
  const before = (node: Node): Node => (node === 0 ? last : node - 1) as Node

  const tokens = specify(`self-stabilising token ring, ${size} nodes of ${values} values`, { value: each(nodes, 0) })
    .about(`
      Nodes on a ring see the counter of the node before. Node 0 has the token if it sees its own value, and then counts
      on; any other has it if it sees another value than its own, and then copies it. From whatever values, and so after
      whatever fault, the ring comes to a single token that goes round, if there are values enough: with k values, no
      more than k + 1 nodes.
      Every combination of values is an initial state.
      Closed form for n nodes of k values: k^n states, k^n + k^(n-1)·(1 + (n-1)·(k-1)) generated, 1 deep.
      Source: tlaplus/Examples, specifications/ewd426/TokenRing.tla (Dijkstra, EWD 426, 1974).
    `)
    .startingFrom(() => combinations(nodes, values))
    .derive('hasToken', nodes, (s, node) => (s.value[node] === s.value[before(node)]) === (node === 0))
    .derive('isStable', (s) => nodes.filter((node) => s.hasToken[node]).length === 1)
    .action('count on')
    .by('node 0')
    .when((s) => s.hasToken[0])
    .changes((s) => ({ value: at(0, (s.value[0] + 1) % values) }))
    .action('copy')
    .over('node', others)
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.hasToken[node])
    .changes((s, { node }) => ({ value: at(node, s.value[before(node)]) }))
    .always('there is a token', (s) => nodes.some((node) => s.hasToken[node]))
    .eventuallyAlways('there is a single token', (s) => s.isStable)
    .infinitelyOften('everyone has the token again and again', nodes, (s, node) => s.hasToken[node])
    .noWayBack('a single token stays single', (s) => s.isStable)
    .deadlockFree()
  return fair ? tokens.fair('weak', ['count on', 'copy']) : tokens
}

function* combinations(
  nodes: readonly Node[],
  values: number,
): Generator<{ value: { readonly [N in Node]?: number } }> {
  for (let number = 0; number < values ** nodes.length; number++) {
    const value: { [N in Node]?: number } = {}
    let rest = number
    for (const node of nodes) {
      value[node] = rest % values
      rest = Math.floor(rest / values)
    }
    yield { value }
  }
}

const closedForm = (n: number, k: number): Counts => ({
  distinct: k ** n,
  generated: k ** n + k ** (n - 1) * (1 + (n - 1) * (k - 1)),
  depth: 1,
})

const sound = { 'there is a token': holds, 'a single token stays single': holds, 'no deadlock': holds } as const

export const tokenRing = suite('classic/token-ring', specification, { nodes: 4, values: 3, fair: true })
  .scenario({
    title: '4 nodes of 3 values',
    expect: { ...sound, 'there is a single token': holds, 'everyone has the token again and again': holds },
    counts: closedForm(4, 3),
    neighbour: '4 nodes of 2 values',
  })
  .scenario({
    title: '4 nodes of 2 values',
    about: 'Three tokens can chase each other for ever: each comes back to node 0 before the others are absorbed.',
    config: { values: 2 },
    expect: { ...sound, 'there is a single token': violated(8), 'everyone has the token again and again': holds },
    counts: closedForm(4, 2),
    neighbour: '4 nodes of 3 values',
  })
  .scenario({
    title: '4 nodes that may stop',
    config: { fair: false },
    expect: { ...sound, 'there is a single token': violated(1), 'everyone has the token again and again': violated(1) },
    counts: closedForm(4, 3),
    neighbour: '4 nodes of 3 values',
  })
  .scenario({
    title: '6 nodes of 6 values',
    config: { nodes: 6, values: 6 },
    expect: { ...sound, 'there is a single token': holds, 'everyone has the token again and again': holds },
    counts: closedForm(6, 6),
  })
