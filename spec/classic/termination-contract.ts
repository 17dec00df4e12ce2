import { at, atAll, each, every, holds, specify, suite, violated } from '../language/index.ts'

export const ring = [0, 1, 2, 3, 4, 5, 6, 7] as const
export type Node = (typeof ring)[number]

interface Configuration {
  /** At most eight. */
  readonly nodes: number
  /** Whether an idle node may begin to work on its own, which the problem rules out. */
  readonly wakesAlone: boolean
  /** Whether termination is detected sooner or later. */
  readonly fair: boolean
}

const base: Configuration = { nodes: 7, wakesAlone: false, fair: true }

/** What a protocol for termination detection achieves. */
export function terminationContract(config: Partial<Configuration>) {
  const { nodes: size, wakesAlone, fair } = { ...base, ...config }
  const nodes = ring.slice(0, size)
  const subsets = Array.from({ length: 2 ** size }, (_, bits) => nodes.filter((node) => (bits >> node) % 2 === 1))

  const contract = specify(`detected termination, ${size} nodes`, {
    isActive: each(nodes, false),
    detected: false,
  })
    .about(`
      What termination detection has to achieve, without saying how: working nodes wake each other and fall idle, and
      when all are idle, which is for good, that is noticed at once or later.
      Source: tlaplus/Examples, specifications/ewd840/SyncTerminationDetection.tla.
    `)
    .startingFrom(() =>
      subsets.flatMap((active) =>
        (active.length === 0 ? [false, true] : [false]).map((detected) => ({
          isActive: atAll(nodes, (node) => active.includes(node)),
          detected,
        })),
      ),
    )
    .derive('allIdle', (s) => every(s.isActive, false))
    .derive('isLast', nodes, (s, node) => nodes.every((other) => other === node || !s.isActive[other]))
    .action('fall idle', 'The last one may be noticed at once.')
    .over('node', nodes)
    .over('detected', (s, { node }) => [s.detected, s.isLast[node]])
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.isActive[node])
    .changes((_s, { node, detected }) => ({ isActive: at(node, false), detected }))
    .action('wake', 'Anyone, itself included.')
    .over('node', nodes)
    .over('other', nodes)
    .by(({ node }) => `node ${node}`)
    .when((s, { node }) => s.isActive[node] || (wakesAlone && s.allIdle))
    .changes((_s, { other }) => ({ isActive: at(other, true) }))
    .action('detect')
    .when((s) => s.allIdle)
    .changes(() => ({ detected: true }))
    .always('what is detected is true', (s) => !s.detected || s.allIdle)
    .noWayBack('once all are idle they stay idle', (s) => s.allIdle)
    .leadsTo(
      'termination is always detected',
      (s) => s.allIdle,
      (s) => s.detected,
    )
    .leadsToAlways(
      'termination is noticed for good',
      (s) => s.allIdle,
      (s) => s.allIdle && s.detected,
    )
    .deadlockFree()
  return fair ? contract.fair('weak', 'detect') : contract
}

export const terminationContractSuite = suite('classic/termination-contract', terminationContract, base)
  .scenario({
    title: '7 nodes',
    expect: {
      'what is detected is true': holds,
      'once all are idle they stay idle': holds,
      'termination is always detected': holds,
      'termination is noticed for good': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 129, generated: 3_722, depth: 1 },
    neighbour: '7 nodes, nobody looks',
  })
  .scenario({
    title: '7 nodes, nobody looks',
    config: { fair: false },
    expect: {
      'what is detected is true': holds,
      'once all are idle they stay idle': holds,
      'termination is always detected': violated(1),
      'termination is noticed for good': violated(1),
      'no deadlock': holds,
    },
    counts: { distinct: 129, generated: 3_722, depth: 1 },
    neighbour: '7 nodes',
  })
  .scenario({
    title: '7 nodes that wake by themselves',
    about: 'Where idleness may pass there is nothing to detect, and an answer is out of date as soon as it is given.',
    config: { wakesAlone: true },
    expect: {
      'what is detected is true': violated(2),
      'once all are idle they stay idle': violated(2),
      'termination is always detected': violated(2),
      'termination is noticed for good': violated(2),
      'no deadlock': holds,
    },
    counts: { distinct: 256, generated: 7_845, depth: 8 },
    neighbour: '7 nodes',
  })
