/**
 * An outbox: events that stand in the same database as the change that they tell of, and are written in the same
 * transaction. A relay publishes them afterwards and then marks them. Between the two it may crash, so an event is
 * published at least once.
 */
import { has, sameValue } from '../language/index.ts'
import { requireList, requireValue, shown, wrongCall } from './words/wrong-call.ts'

/** Events that are written and not marked as published, the oldest first. */
export type Outbox<Event> = readonly Event[]

/** Declares the variable: `specify('…', { outbox: emptyOutbox<Event>() })`. */
export function emptyOutbox<Event>(): Outbox<Event> {
  return []
}

/** Writes an event. That it is the same transaction as the change is said by changing both in one action. */
export function enlist<Event>(outbox: Outbox<Event>, event: NoInfer<Event>): Outbox<Event> {
  requireList('enlist', 'the outbox', outbox)
  requireValue('enlist', 'the event', event)
  return [...outbox, event]
}

/** What a single relay publishes next: the oldest event, or none. Relays side by side take any of the outbox. */
export function oldest<Event>(outbox: Outbox<Event>): readonly Event[] {
  requireList('oldest', 'the outbox', outbox)
  return outbox.slice(0, 1)
}

/** Marks one event as published; an equal one that was written later stays. Throws a RangeError where it is not there. */
export function markPublished<Event>(outbox: Outbox<Event>, event: NoInfer<Event>): Outbox<Event> {
  requireList('markPublished', 'the outbox', outbox)
  if (!has<Event>(outbox, event)) {
    throw wrongCall(
      'markPublished',
      `of an event that is not in the outbox, ${shown(event)}`,
      'choose one of the outbox',
    )
  }
  const at = outbox.findIndex((other) => sameValue(other, event))
  return outbox.filter((_, index) => index !== at)
}
