/** Steps that the specification of the store refuses: which of them a broker is given the chance to take all the same. */
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import type { PossibleAttempt } from '../live-suite.ts'
import type { StoreState } from './store-state.ts'

/** What is no deed of the broker's, or what it does by the clock. */
const never: Readonly<Record<string, string>> = {
  send: 'a producer sends its message once',
  'time out': 'the watcher of flushes goes by the clock alone, and our gates stop all but the clock',
  'commit offset': 'the consumer has nothing new to commit, or no route to its topic',
  'restart consumer': 'the consumer has no route to its topic',
  'persist offsets': 'the file has that offset already',
  'restart broker': 'the broker runs',
}

/** Null where it is tried. */
export function whyNotTried(
  { action, args, state }: PossibleAttempt,
  { transientStorePoolEnable }: StoreConfiguration,
): string | null {
  const store = state as unknown as StoreState
  if (store.broker === 'down') return 'a broker that is down does nothing'
  switch (action) {
    case 'write out':
      return transientStorePoolEnable ? null : 'there is no transient pool'
    case 'flush':
    case 'dispatch':
      return null
    case 'acknowledge':
      return store.sends[String(args.message)] === 'waiting' ? null : 'nobody waits for that answer'
    case 'pull':
    case 'correct offset':
      return whyNotPulled(store)
    default:
      return never[action] ?? 'nothing says how it is tried'
  }
}

/** A pull does what there is to do: it can be tried only where there is nothing. */
function whyNotPulled({ queue, position, topicFile }: StoreState): string | null {
  if (!topicFile.value || position === queue.length) return null
  return position < queue.length ? 'a pull reads another message there' : 'a pull corrects the position there'
}
