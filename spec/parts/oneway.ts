/**
 * A lossy oneway channel: requests without an answer, as pure functions over the bag of messages in flight.
 *
 * Delay and reordering need no budget and no action: a bag has no order, and delivery may wait for ever. Duplication is
 * left out because TCP does not duplicate; a sender that retries sends twice. Loss needs a fault budget.
 */
import { type Bag, bag, type Each, has, insert, removeOne } from '../language/index.ts'
import { spend } from './faults.ts'

/** Declares the variable: `specify('…', { inFlight: nothingInFlight<Message>() })`. */
export function nothingInFlight<Message>(): Bag<Message> {
  return bag<Message>()
}

export function send<Message>(inFlight: Bag<Message>, message: NoInfer<Message>): Bag<Message> {
  return insert(inFlight, message)
}

/**
 * Takes one copy out of the channel, which is what the receiver's action does with the message that it handles.
 * Any message may be next: `.over('message', (s) => s.inFlight)`.
 */
export function deliver<Message>(inFlight: Bag<Message>, message: NoInfer<Message>): Bag<Message> {
  if (!has(inFlight, message)) {
    throw new RangeError(`deliver() of a message that is not in flight: ${JSON.stringify(message)}`)
  }
  return removeOne(inFlight, message)
}

/**
 * The change made by the fault "one message is lost", for variables named `inFlight` and `faults`; the action's guard
 * is `mayHappen(s.faults, kind)`.
 */
export function lose<Message, Kind extends string, const Spent extends Kind>(
  channel: { readonly inFlight: Bag<Message>; readonly faults: Each<Kind, number> },
  message: NoInfer<Message>,
  kind: Spent,
): { readonly inFlight: Bag<Message>; readonly faults: { readonly [P in Spent]?: number } } {
  return { inFlight: deliver(channel.inFlight, message), faults: spend(channel.faults, kind) }
}

/** Drops what is addressed to a receiver that is gone: its connection is closed, and oneways are not sent again. */
export function closeConnection<Message>(
  inFlight: Bag<Message>,
  isAddressed: (message: Message) => boolean,
): Bag<Message> {
  return bag(inFlight.filter((message) => !isAddressed(message)))
}
