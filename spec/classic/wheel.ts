import { holds, specify, suite, violated } from '../language/index.ts'

const positions = [0, 1, 2] as const
type Position = (typeof positions)[number]

const forward = (position: Position): Position => ((position + 1) % 3) as Position

/** What happens sooner or later: that the wheel turns forward, that it jumps somewhere else, or nothing. */
type Fairness = 'turning' | 'jumping' | 'nothing'

interface Configuration {
  readonly fairness: Fairness
}

function specification({ fairness }: Configuration) {
  const wheel = specify('a wheel of three positions', { at: 0 as Position })
    .about(`
      A wheel that turns forward by one position or jumps to any. There are steps both ways between any two positions,
      and a step forward is a turn and a jump at once, so it counts for the fairness of both.
      Source: tlaplus/tlaplus, tlatools test models, BidirectionalTransitions.tla, the variants 1 and 1B.
    `)
    .action('turn')
    .changes((s) => ({ at: forward(s.at) }))
    .action('jump')
    .over('to', positions)
    .changes((_s, { to }) => ({ at: to }))
    .leadsTo(
      'position 1 is left',
      (s) => s.at === 1,
      (s) => s.at !== 1,
    )
    .deadlockFree()
  if (fairness === 'nothing') return wheel
  return wheel.fair('weak', fairness === 'turning' ? 'turn' : 'jump')
}

const counts = { distinct: 3, generated: 13, depth: 2 }

export const wheel = suite('classic/wheel', specification, { fairness: 'turning' })
  .scenario({
    title: 'a wheel that turns sooner or later',
    expect: { 'position 1 is left': holds, 'no deadlock': holds },
    counts,
    neighbour: 'a wheel that may stand still',
  })
  .scenario({
    title: 'a wheel that jumps sooner or later',
    config: { fairness: 'jumping' },
    expect: { 'position 1 is left': holds, 'no deadlock': holds },
    counts,
    neighbour: 'a wheel that may stand still',
  })
  .scenario({
    title: 'a wheel that may stand still',
    config: { fairness: 'nothing' },
    expect: { 'position 1 is left': violated(2), 'no deadlock': holds },
    counts,
    neighbour: 'a wheel that turns sooner or later',
  })

/**
 * Whether the wheel turns for ever is a question about steps, and a property of states cannot ask it: all positions
 * come round either way. One more variable remembers what the last movement was.
 */
function remembered({ fairness }: Configuration) {
  const wheel = specify('a wheel that remembers', { at: 0 as Position, turned: false })
    .about(`
      The wheel of three positions, with a memory of whether its last movement was one position forward. A jump to
      where the wheel stands already is no movement.
      Source: tlaplus/tlaplus, tlatools test models, BidirectionalTransitions.tla, the variants 1 and 1B.
    `)
    .action('turn')
    .changes((s) => ({ at: forward(s.at), turned: true }))
    .action('jump')
    .over('to', positions)
    .changes((s, { to }) => ({ at: to, turned: to === s.at ? s.turned : to === forward(s.at) }))
    .infinitelyOften('it turns again and again', (s) => s.turned)
    .refines('it is the same wheel', specification({ fairness }), (s) => ({ at: s.at }))
    .deadlockFree()
  if (fairness === 'nothing') return wheel
  return wheel.fair('weak', fairness === 'turning' ? 'turn' : 'jump')
}

const sound = { 'it is the same wheel': holds, 'no deadlock': holds } as const
const rememberedCounts = { distinct: 6, generated: 25, depth: 3 }

export const wheelThatRemembers = suite('classic/wheel-that-remembers', remembered, { fairness: 'turning' })
  .scenario({
    title: 'a wheel that turns sooner or later',
    expect: { ...sound, 'it turns again and again': holds },
    counts: rememberedCounts,
    neighbour: 'a wheel that jumps sooner or later',
  })
  .scenario({
    title: 'a wheel that jumps sooner or later',
    about: 'It may go backward for ever by jumps of one position: 0, 2, 1, 0.',
    config: { fairness: 'jumping' },
    expect: { ...sound, 'it turns again and again': violated(3) },
    counts: rememberedCounts,
    neighbour: 'a wheel that turns sooner or later',
  })
