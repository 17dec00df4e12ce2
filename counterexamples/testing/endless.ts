/** Specifications whose promises break for ever: a worker that puts work back, a latch that traps, a commit that is none. */
import { at, bag, each, insert, removeOne, specify, type Trace } from '../../spec/language/index.ts'
import { play, playLasso } from './play.ts'

export const jobs = ['j1', 'j2'] as const
type Job = (typeof jobs)[number]

/** A worker that may put a job back into the queue instead of doing it. */
export const worker = specify('a worker that is overloaded', {
  queue: bag<Job>(),
  busy: null as Job | null,
  done: each(jobs, false),
  isOpen: true,
  audits: 0,
})
  .action('submit')
  .over('job', jobs)
  .by('client')
  .says((_s, { job }) => `submits ${job}`)
  .when((s, { job }) => s.isOpen && !s.done[job] && s.busy !== job && s.queue.every((each) => each !== job))
  .changes((s, { job }) => ({ queue: insert(s.queue, job) }))
  .action('take')
  .over('job', (s) => s.queue)
  .by('worker')
  .says((_s, { job }) => `takes ${job} from the queue`)
  .when((s) => s.busy === null)
  .changes((s, { job }) => ({ queue: removeOne(s.queue, job), busy: job }))
  .action('put back')
  .by('worker')
  .says((s) => `puts ${s.busy} back: it is overloaded`)
  .when((s) => s.busy !== null)
  .changes((s) => (s.busy === null ? {} : { queue: insert(s.queue, s.busy), busy: null }))
  .action('finish')
  .by('worker')
  .says((s) => `finishes ${s.busy}`)
  .when((s) => s.busy !== null)
  .changes((s) => (s.busy === null ? {} : { done: at(s.busy, true), busy: null }))
  .action('audit')
  .by('auditor')
  .when((s) => s.audits < 1)
  .changes((s) => ({ audits: s.audits + 1 }))
  .action('close')
  .by('client')
  .when((s) => s.isOpen)
  .changes(() => ({ isOpen: false }))
  .action('power cut')
  .fault()
  .when((s) => s.queue.length > 0)
  .changes(() => ({ queue: bag<Job>() }))
  .eventually('some job is done', (s) => s.done.j1 || s.done.j2)
  .eventually('done', jobs, (s, job) => s.done[job])
  .leadsTo(
    'what is submitted is done',
    jobs,
    (s, job) => s.queue.includes(job),
    (s, job) => s.done[job],
  )
  .infinitelyOften('the queue is empty', (s) => s.queue.length === 0 && s.busy === null)
  .eventuallyAlways('the worker is at rest', (s) => s.busy === null)
  .canAlwaysReach('all is done', jobs, (s, job) => s.done[job])
  .fair('weak', 'take', 'job')
  .fair('weak', 'finish')
  .fair('strong', 'audit').definition

/** j1 is submitted, then taken and put back for ever. */
export function putBackForEver(): Trace {
  return playLasso(worker, [['audit'], ['submit', { job: 'j1' }]], [['take', { job: 'j1' }], ['put back']])
}

/** Nothing more is submitted. */
export function nothingSubmitted(): Trace {
  return playLasso(worker, [['audit']])
}

/** The client closes before j2 is submitted. */
export function closedTooEarly(): Trace {
  return play(worker, [['submit', { job: 'j1' }], ['close']])
}

/** One decision, once. */
export const decision = specify('one decision', { decision: 'open' as 'open' | 'commit' | 'abort', votes: 0 })
  .action('vote')
  .when((s) => s.votes < 2)
  .changes((s) => ({ votes: s.votes + 1 }))
  .action('decide')
  .over('to', ['commit', 'abort'])
  .when((s) => s.decision === 'open')
  .changes((_s, { to }) => ({ decision: to }))

const nodes = ['a', 'b'] as const

/** Two nodes that hear of the decision one after the other, and may change their minds. */
export const nodesDecide = specify('two nodes', { heard: each(nodes, 'open' as 'open' | 'commit' | 'abort'), clock: 0 })
  .action('hear')
  .over('node', nodes)
  .over('what', ['commit', 'abort'])
  .by(({ node }) => `node ${node}`)
  .says((_s, { what }) => `hears of the ${what}`)
  .changes((_s, { node, what }) => ({ heard: at(node, what) }))
  .action('tick')
  .changes((s) => ({ clock: s.clock + 1 }))
  .refines('they decide once', decision, (s) => ({ decision: s.heard.a, votes: 0 })).definition

/** Node a changes its mind. */
export function mindChanged(): Trace {
  return play(nodesDecide, [
    ['tick'],
    ['hear', { node: 'a', what: 'commit' }],
    ['hear', { node: 'b', what: 'abort' }],
    ['hear', { node: 'a', what: 'abort' }],
  ])
}

const door = specify('door', { at: 'shut' as 'shut' | 'open' | 'through' })
  .action('open')
  .when((s) => s.at === 'shut')
  .changes(() => ({ at: 'open' }))
  .action('shut')
  .when((s) => s.at === 'open')
  .changes(() => ({ at: 'shut' }))
  .action('go through')
  .when((s) => s.at === 'open')
  .changes(() => ({ at: 'through' }))
  .fair('weak', 'open')
  .fair('strong', 'go through')

/** A door that is opened and shut, and looked at now and then; nobody need go through. */
export const watchedDoor = specify('watched door', { isOpen: false, isLookedAt: false })
  .action('open')
  .when((s) => !s.isOpen)
  .changes(() => ({ isOpen: true }))
  .action('shut')
  .when((s) => s.isOpen)
  .changes(() => ({ isOpen: false }))
  .action('look')
  .changes((s) => ({ isLookedAt: !s.isLookedAt }))
  .refines('it is a door', door, (s) => ({ at: s.isOpen ? 'open' : 'shut' }))
  .fair('weak', ['open', 'shut']).definition

/** Looked at once, then opened and shut for ever. */
export function neverGoneThrough(): Trace {
  return playLasso(watchedDoor, [['look']], [['open'], ['shut']])
}
