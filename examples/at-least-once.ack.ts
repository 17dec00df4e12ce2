// A job is handed out again until its acknowledgement arrives. So it is done twice, unless the worker remembers it.
import { holds, reachable, specify, suite, upTo, violated } from 'ackproof'

interface Configuration {
  /** Whether the worker knows which jobs it has done. */
  readonly remembers: boolean
  /** How many acknowledgements may get lost. */
  readonly losses: number
}

type Job = 'waiting' | 'handed out' | 'finished' | 'acknowledged'

const delivery = ({ remembers, losses }: Configuration) =>
  specify('at-least-once', { job: 'waiting' as Job, timesDone: 0, lossesLeft: losses })
    .about(
      'One queue and one worker. Time is left out: the queue may hand out a job again as soon as its answer is lost.',
    )
    .action('hand out', 'The queue gives the job to the worker.')
    .when((s) => s.job === 'waiting')
    .changes(() => ({ job: 'handed out' }))
    .action('do', 'The worker does the job, or sees that it has done it before.')
    .when((s) => s.job === 'handed out')
    .changes((s) => ({ job: 'finished', timesDone: remembers && s.timesDone > 0 ? s.timesDone : s.timesDone + 1 }))
    .action('acknowledge', 'The answer of the worker arrives, and the queue forgets the job.')
    .when((s) => s.job === 'finished')
    .changes(() => ({ job: 'acknowledged' }))
    .action('lose the answer', 'The answer never arrives, and the queue waits for nothing.')
    .fault()
    .when((s) => s.job === 'finished' && s.lossesLeft > 0)
    .changes((s) => ({ job: 'waiting', lossesLeft: s.lossesLeft - 1 }))
    .fair('weak', 'hand out')
    .fair('weak', 'do')
    .fair('weak', 'acknowledge')
    .always('the job is done at most once', (s) => s.timesDone <= 1)
    .eventually('the job is acknowledged', (s) => s.job === 'acknowledged')
    .reachable('an answer is lost', (s) => s.lossesLeft < losses)
    .deadlockFree((s) => s.job === 'acknowledged')

const faults = { losses: upTo(2, 'lost answer') }

export default suite('at-least-once', delivery, { remembers: true, losses: 2 })
  .scenario({
    title: 'the worker remembers its jobs',
    expect: {
      'the job is done at most once': holds,
      'the job is acknowledged': holds,
      'an answer is lost': reachable(4),
      'no deadlock': holds,
    },
    faults,
    neighbour: 'the worker forgets its jobs',
  })
  .scenario({
    title: 'the worker forgets its jobs',
    config: { remembers: false },
    expect: {
      'the job is done at most once': violated(6),
      'the job is acknowledged': holds,
      'an answer is lost': reachable(4),
      'no deadlock': holds,
    },
    faults,
    frontier: { 'the job is done at most once': 'holds without faults; broken by 1 lost answer' },
    neighbour: 'the worker remembers its jobs',
  })
