import { has, holds, insert, reachable, removeOne, set, specify, suite, violated } from '../language/index.ts'

const names = ['ann', 'bob', 'cid', 'dora'] as const
type Actor = (typeof names)[number]

interface Request {
  readonly kind: 'read' | 'write'
  readonly actor: Actor
}

interface Configuration {
  /** Actors that share the resource, at most four. */
  readonly actors: number
  /** Whether a writer waits until the readers have left. */
  readonly writersWait: boolean
  /** Who is next: the first in the queue, or the first reader in it as long as there is one. */
  readonly next: 'the first' | 'the first reader'
  /** Whether it is asked too who gets in again and again. With four actors the answer takes many minutes. */
  readonly progress: boolean
}

function specification({ actors: size, writersWait, next, progress }: Configuration) {
  const actors = names.slice(0, size)
  const nextOf = (waiting: readonly Request[]): Request | undefined =>
    (next === 'the first' ? undefined : waiting.find(({ kind }) => kind === 'read')) ?? waiting[0]

  const lock = specify(`readers and writers, ${size} actors`, {
    readers: set<Actor>(),
    writers: set<Actor>(),
    waiting: [] as readonly Request[],
  })
    .about(`
      Actors share a resource: many may read it at a time, and a writer has it alone. They queue for it, and who came
      first is let in first.
      Modelled: the queue, and who is inside. An actor may ask again while it waits or is inside: it has at most one
      request to read and one to write in the queue. Somebody inside leaves sooner or later, and which one is open.
      Abstracted: what is read and written. Whoever is inside leaves in one step.
      Source: tlaplus/Examples, specifications/ReadersWriters.
    `)
    .action('join the queue')
    .over('kind', ['read', 'write'])
    .over('actor', actors)
    .says((_before, { kind, actor }) => `${actor} asks to ${kind}`)
    .by(({ actor }) => actor)
    .when((s, { kind, actor }) => !s.waiting.some((request) => request.kind === kind && request.actor === actor))
    .changes((s, { kind, actor }) => ({ waiting: [...s.waiting, { kind, actor }] }))
    .action('let in', 'The next request is granted, unless a writer is inside, or it is to write and readers are.')
    .given('request', (s) => nextOf(s.waiting))
    .says((_before, { request: { kind, actor } }) => `${actor} is let in to ${kind}`)
    .by(({ request }) => request.actor)
    .when((s, { request }) => {
      if (s.writers.length > 0) return false
      return request.kind === 'read' || s.readers.length === 0 || !writersWait
    })
    .changes((s, { request }) => ({
      ...(request.kind === 'read'
        ? { readers: insert(s.readers, request.actor) }
        : { writers: insert(s.writers, request.actor) }),
      waiting: s.waiting.filter(({ kind, actor }) => kind !== request.kind || actor !== request.actor),
    }))
    .action('leave')
    .over('actor', actors)
    .by(({ actor }) => actor)
    .when((s, { actor }) => has(s.readers, actor) || has(s.writers, actor))
    .changes((s, { actor }) =>
      has(s.readers, actor) ? { readers: removeOne(s.readers, actor) } : { writers: removeOne(s.writers, actor) },
    )
    .always('a writer is alone', (s) => s.writers.length === 0 || (s.writers.length === 1 && s.readers.length === 0))
    .always('nobody asks twice', (s) =>
      s.waiting.every(({ kind, actor }, place) => {
        return s.waiting.findIndex((other) => other.kind === kind && other.actor === actor) === place
      }),
    )
    .reachable('all read together', (s) => s.readers.length === size)
    .deadlockFree()
  if (!progress) return lock
  return lock
    .infinitelyOften('everyone reads again and again', actors, (s, actor) => has(s.readers, actor))
    .infinitelyOften('everyone writes again and again', actors, (s, actor) => has(s.writers, actor))
    .fair('weak', ['join the queue'], 'kind', 'actor')
    .fair('weak', 'let in')
    .fair('weak', 'leave')
}

const sound = {
  'a writer is alone': holds,
  'nobody asks twice': holds,
  'no deadlock': holds,
  'everyone reads again and again': holds,
  'everyone writes again and again': holds,
} as const

/** Everyone asks to read and is let in. */
const allReadTogether = (actors: number) => reachable(2 * actors + 1)

export const readersWriters = suite('classic/readers-writers', specification, {
  actors: 2,
  writersWait: true,
  next: 'the first',
  progress: true,
})
  .scenario({
    title: '2 actors',
    expect: { ...sound, 'all read together': allReadTogether(2) },
    counts: { distinct: 390, generated: 935, depth: 9 },
    neighbour: '2 actors, writers do not wait',
  })
  .scenario({
    title: '2 actors, writers do not wait',
    about: 'A writer is let in although somebody reads.',
    config: { writersWait: false },
    expect: { ...sound, 'a writer is alone': violated(5), 'all read together': allReadTogether(2) },
    counts: { distinct: 780, generated: 2_065, depth: 11 },
    neighbour: '2 actors',
  })
  .scenario({
    title: '2 actors, readers go first',
    about: `
      Letting readers overtake looks efficient, since they do not disturb one another. As long as there is one who asks
      again in time, a writer waits for ever.
    `,
    config: { next: 'the first reader' },
    expect: { ...sound, 'everyone writes again and again': violated(8), 'all read together': allReadTogether(2) },
    counts: { distinct: 390, generated: 1_019, depth: 9 },
    neighbour: '2 actors',
  })
  .scenario({
    title: '3 actors',
    config: { actors: 3 },
    expect: { ...sound, 'all read together': allReadTogether(3) },
    counts: { distinct: 21_527, generated: 59_674, depth: 13 },
  })
