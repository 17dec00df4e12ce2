import { holds, specify, suite } from '../language/index.ts'

const specification = specify('hour clock', { hour: 12 })
  .about(`
    A clock that shows the hour and nothing else: the first specification of "Specifying Systems". Every hour is an
    initial state, so no state lies deeper than another.
    Source: tlaplus/Examples, specifications/SpecifyingSystems/HourClock/HourClock.tla.
  `)
  .startingFrom(Array.from({ length: 12 }, (_, index) => ({ hour: index + 1 })))
  .action('tick')
  .changes(({ hour }) => ({ hour: hour === 12 ? 1 : hour + 1 }))
  .always('shows an hour', ({ hour }) => Number.isInteger(hour) && hour >= 1 && hour <= 12)
  .alwaysStep('moves on by one', (before, _step, after) => after.hour % 12 === (before.hour + 1) % 12)
  .deadlockFree()

export const hourClock = suite('classic/hour-clock', specification).scenario({
  title: 'from any hour',
  expect: { 'shows an hour': holds, 'moves on by one': holds, 'no deadlock': holds },
  counts: { distinct: 12, generated: 24, depth: 1 },
})
