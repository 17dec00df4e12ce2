/** The specification of the store, carried out on one broker whose threads are held. */
import { type Adapter, type AttemptHandler, forced, type StepAtHand } from '../../../runs/conform/adapter.ts'
import type { Observation } from '../../../runs/observed/lens.ts'
import type { State } from '../../../spec/language/index.ts'
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import { messagesOf } from '../../../spec/rocketmq/store/protocol.ts'
import { WaitRanOut } from '../../machine/wait.ts'
import { Refused } from '../../remoting/refused.ts'
import type { LiveRun } from '../live-suite.ts'
import type { Consumer } from './consumer.ts'
import { PowerCuts } from './power-cuts.ts'
import type { Producers } from './producers.ts'
import { StoreBroker } from './store-broker.ts'
import type { StoreState } from './store-state.ts'

/** Steps in which a broker itself brings something to the device of its log, or to the other one. */
const writing: Readonly<Record<'log' | 'rest', readonly string[]>> = {
  log: ['flush', 'failed fsync', 'power cut', 'restart broker'],
  rest: ['send', 'persist offsets', 'power cut', 'restart broker'],
}

export function storeAdapter(run: LiveRun<StoreConfiguration>): Adapter<State> {
  const { trace, configuration } = run
  const cuts = new PowerCuts(trace)
  const messages = messagesOf(configuration)
  let open: StoreBroker | null = null
  /** What had reached the devices after the last step. */
  let sectors: StoreBroker['sectorsWritten'] = { log: 0, rest: 0 }
  /** Whether the kernel has written back by itself what a power cut is to take. */
  let isWrittenBack = false

  const broker = (): StoreBroker => {
    if (open === null) throw new Error('the broker was never started')
    return open
  }
  const producers = (): Producers => broker().producers
  const consumer = (): Consumer => broker().consumer
  const message = ({ args }: Deed): string => String(args.message)
  const told = (step: Step): Observation | undefined => {
    const offset = producers().offsetTold(message(step))
    return offset === null ? undefined : { 'offset told': broker().specOffset(offset) }
  }
  /** Notices what has reached a device though the step brings nothing there. */
  const notice = (action: string): void => {
    const now = broker().sectorsWritten
    const isUnasked = (disk: 'log' | 'rest'): boolean => !writing[disk].includes(action) && now[disk] !== sectors[disk]
    isWrittenBack ||= isUnasked('log') || isUnasked('rest')
  }
  /** The step, and what the kernel then writes back. */
  const step = (
    carryOut: (step: Step) => Promise<unknown>,
    observed: (step: Step) => Observation | undefined = () => undefined,
  ) =>
    forced<State>(async (at) => {
      await carryOut(at)
      notice(at.action)
      const { log, offsets, topics } = cuts.after(at.number)
      if (log) broker().writeBackLog()
      if (topics) broker().writeBack('topics.json')
      if (offsets) broker().writeBack('consumerOffset.json')
      sectors = broker().sectorsWritten
      return observed(at)
    })

  /** The broker's refusal is an answer too: what it has changed is looked at. */
  const attempt =
    (tryIt: (at: Deed) => Promise<unknown>): AttemptHandler<State> =>
    async (at) => {
      await tryIt(at).catch(unlessRefused)
      notice(at.action)
      sectors = broker().sectorsWritten
    }
  const flush = async (): Promise<void> => {
    await producers().freeFlusher(broker().threads)
    await broker().threads.flush()
  }
  const pull = (): Promise<void> => consumer().pull(broker().client)
  const acknowledge = (at: Deed): Promise<void> => producers().acknowledge(message(at), broker().threads)

  return {
    attempts: {
      'write out': attempt(() => broker().threads.commit()),
      flush: attempt(flush),
      acknowledge: attempt(acknowledge),
      dispatch: attempt(() => broker().threads.dispatch()),
      pull: attempt(pull),
      'correct offset': attempt(pull),
    },
    actions: {
      send: step((at) => producers().send(message(at), broker().threads), told),
      'write out': step(() => broker().threads.commit()),
      flush: step(flush),
      acknowledge: step(acknowledge, told),
      'time out': step((at) => {
        const later = trace.steps.slice(at.number + 1)
        return producers().timeOut(message(at), broker().threads, (other) =>
          later.every(({ action, params }) => action !== 'acknowledge' || params.message !== other),
        )
      }, told),
      dispatch: step(() => broker().threads.dispatch()),
      pull: step(pull),
      'correct offset': step(pull),
      'commit offset': step(() => consumer().commit(broker().client)),
      'restart consumer': step(() => consumer().restart(broker().client)),
      'persist offsets': step(() => broker().threads.persistOffsets()),
      'failed fsync': step(async () => {
        await producers().freeFlusher(broker().threads)
        await broker().failFlush()
      }),
      'process crash': step(() => broker().crash()),
      'power cut': step(
        async (at) => {
          const { whyNot, emptiesOffsets } = cuts.at(at.number)
          if (whyNot !== null) throw new WaitRanOut(`the power cut cannot be made: ${whyNot}`)
          const { log, rest } = broker().sectorsWritten
          if (isWrittenBack || log !== sectors.log || rest !== sectors.rest) {
            throw new WaitRanOut('the kernel has written back by itself what the power cut was to take')
          }
          await broker().cutPower({ emptiesOffsets })
        },
        // What was read from the device a moment ago is what it has.
        () => ({ log: broker().platter() }),
      ),
      'restart broker': step(() => broker().restart()),
    },
    start: async () => {
      open = await StoreBroker.prepare(run)
      await open.begin()
      sectors = open.sectorsWritten
    },
    observe: async () => ({
      ...(await broker().observe()),
      sends: Object.fromEntries(messages.map((each) => [each, producers().statusOf(each)])),
      consumed: Object.fromEntries(messages.map((each) => [each, consumer().hasConsumed(each)])),
      position: broker().specOffset(consumer().position),
    }),
    projection: {
      'offset told': (state, taken) =>
        (state as unknown as StoreState).log.records.indexOf(String(taken?.args.message)),
      offsetFile: (state) => (state as unknown as StoreState).offsetFile.value,
      topicFile: (state) => (state as unknown as StoreState).topicFile.value,
    },
    stop: async () => {
      await open?.remove()
    },
  }
}

type Step = StepAtHand<State>
/** A step, or one that is tried. */
type Deed = Pick<Step, 'action' | 'args'>

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refused)) throw error
}
