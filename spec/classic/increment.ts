import { match } from 'ts-pattern'
import { at, count, each, every, holds, reachable, specify, suite, violated } from '../language/index.ts'

const names = ['t1', 't2', 't3'] as const
type Place = 'waiting' | 'reading' | 'writing' | 'releasing' | 'finished'

interface Configuration {
  /** Threads that increment once each, at most three. */
  readonly threads: number
  /** Whether a thread takes a lock before it reads, and keeps it until it has written. */
  readonly locks: boolean
}

function specification({ threads: size, locks }: Configuration) {
  const threads = names.slice(0, size)
  return specify(`${size} threads increment a number ${locks ? 'under a lock' : 'without a lock'}`, {
    shared: 0,
    isLocked: false,
    local: each(threads, 0),
    place: each(threads, (locks ? 'waiting' : 'reading') as Place),
  })
    .about(`
      Threads increment a number in shared memory, once each: one step copies it into the thread, another writes the
      copy plus one back. Reading and writing are atomic; nothing else is.
      Source: stateright/stateright, examples/increment.rs and examples/increment_lock.rs.
    `)
    .action('take the lock')
    .over('thread', threads)
    .by(({ thread }) => thread)
    .when((s, { thread }) => s.place[thread] === 'waiting' && !s.isLocked)
    .changes((_s, { thread }) => ({ place: at(thread, 'reading'), isLocked: true }))
    .action('read')
    .over('thread', threads)
    .by(({ thread }) => thread)
    .says((before, { thread }) => `${thread} reads ${before.shared}`)
    .when((s, { thread }) => s.place[thread] === 'reading')
    .changes((s, { thread }) => ({ place: at(thread, 'writing'), local: at(thread, s.shared) }))
    .action('write')
    .over('thread', threads)
    .by(({ thread }) => thread)
    .says((_before, { thread }, after) => `${thread} writes ${after.shared}`)
    .when((s, { thread }) => s.place[thread] === 'writing')
    .changes((s, { thread }) => ({
      place: at(thread, locks ? 'releasing' : 'finished'),
      shared: s.local[thread] + 1,
    }))
    .action('release the lock')
    .over('thread', threads)
    .by(({ thread }) => thread)
    .when((s, { thread }) => s.place[thread] === 'releasing')
    .changes((_s, { thread }) => ({ place: at(thread, 'finished'), isLocked: false }))
    .always('no increment is lost', (s) => s.shared === count(s.place, hasWritten))
    .always('nobody reads between a read and the write that follows it', (s) => count(s.place, 'writing') <= 1)
    .reachable('all have finished', (s) => every(s.place, 'finished'))
    .deadlockFree((s) => every(s.place, 'finished'))
}

const hasWritten = (place: Place): boolean =>
  match(place)
    .with('releasing', 'finished', () => true)
    .with('waiting', 'reading', 'writing', () => false)
    .exhaustive()

export const increment = suite('classic/increment', specification, { threads: 2, locks: false })
  .scenario({
    title: '2 threads without a lock',
    about: 'Both read 0 and both write 1.',
    expect: {
      'no increment is lost': violated(5),
      'nobody reads between a read and the write that follows it': violated(3),
      'all have finished': reachable(5),
      'no deadlock': holds,
    },
    counts: { distinct: 13, generated: 15, depth: 5 },
    neighbour: '2 threads with a lock',
  })
  .scenario({
    title: '2 threads with a lock',
    config: { locks: true },
    expect: {
      'no increment is lost': holds,
      'nobody reads between a read and the write that follows it': holds,
      'all have finished': reachable(9),
      'no deadlock': holds,
    },
    counts: { distinct: 17, generated: 17, depth: 9 },
    neighbour: '2 threads without a lock',
  })
