/**
 * Promises about what became of messages: over lists of what was sent, acknowledged, delivered and kept, which a
 * specification records in variables that the protocol itself does not read.
 *
 * Messages are compared by content. Two that are to be told apart carry something that tells them apart, such as an id.
 * Each promise is about one thing alone: `fifoPerKey` says nothing about losses or repetitions, `atMostOnce` nothing about
 * order. Beside each stands a function that gives what breaks it, for stories.
 */
import { has, sameValue } from '../language/index.ts'
import { requireFunction, requireList, shown, wrongCall } from './words/wrong-call.ts'

/** Everything acknowledged is among what is kept. Cost: O(acknowledged * kept) comparisons. */
export function ackedIsDurable<Message>(acked: readonly Message[], durable: readonly NoInfer<Message>[]): boolean {
  requireList('ackedIsDurable', 'what is acknowledged', acked)
  requireList('ackedIsDurable', 'what is kept', durable)
  return missing(acked, durable).length === 0
}

/** What was acknowledged and is not kept. */
export function missing<Message>(acked: readonly Message[], durable: readonly NoInfer<Message>[]): readonly Message[] {
  requireList('missing', 'what is acknowledged', acked)
  requireList('missing', 'what is kept', durable)
  return acked.filter((message) => !has<Message>(durable, message))
}

/** Everything delivered was sent. Cost: O(delivered * sent) comparisons. */
export function noPhantom<Message>(delivered: readonly Message[], sent: readonly NoInfer<Message>[]): boolean {
  requireDelivered('noPhantom', delivered, sent)
  return phantoms(delivered, sent).length === 0
}

/** What was delivered and never sent. */
export function phantoms<Message>(
  delivered: readonly Message[],
  sent: readonly NoInfer<Message>[],
): readonly Message[] {
  requireDelivered('phantoms', delivered, sent)
  return delivered.filter((message) => !has<Message>(sent, message))
}

/** Nothing is delivered twice. Cost: O(delivered²) comparisons. */
export function atMostOnce(delivered: readonly unknown[]): boolean {
  requireList('atMostOnce', 'what is delivered', delivered)
  return repeated(delivered).length === 0
}

/** Deliveries of what had been delivered before. */
export function repeated<Message>(delivered: readonly Message[]): readonly Message[] {
  requireList('repeated', 'what is delivered', delivered)
  return delivered.filter((message, index) => has<Message>(delivered.slice(0, index), message))
}

/**
 * All that was sent is delivered, nothing is delivered twice, and nothing else is. While messages are under way it is
 * false, so ask at the end: `.always('…', (s) => !isOver(s) || exactlyOnce(s.delivered, s.sent))`, or by
 * `.eventuallyAlways`. Cost: O((delivered + sent)²) comparisons.
 */
export function exactlyOnce<Message>(delivered: readonly Message[], sent: readonly NoInfer<Message>[]): boolean {
  requireDelivered('exactlyOnce', delivered, sent)
  return noPhantom(delivered, sent) && atMostOnce(delivered) && ackedIsDurable<Message>(sent, delivered)
}

/**
 * Of two messages with the same key, the one that was sent first is delivered first, where both are delivered. The first
 * delivery of a message counts, and the first time that it was sent. Cost: O(delivered² + delivered * sent) comparisons.
 */
export function fifoPerKey<Message>(
  delivered: readonly Message[],
  sent: readonly NoInfer<Message>[],
  keyOf: (message: Message) => unknown,
): boolean {
  requireDelivered('fifoPerKey', delivered, sent)
  requireFunction('fifoPerKey', 'the key of a message', keyOf)
  return outOfOrder(delivered, sent, keyOf).length === 0
}

/** Messages delivered, with another of their key that was sent later and delivered before. */
export function outOfOrder<Message>(
  delivered: readonly Message[],
  sent: readonly NoInfer<Message>[],
  keyOf: (message: Message) => unknown,
): readonly { readonly message: Message; readonly overtakenBy: Message }[] {
  requireDelivered('outOfOrder', delivered, sent)
  requireFunction('outOfOrder', 'the key of a message', keyOf)
  const keyOfMessage = (message: Message): unknown => {
    const key = keyOf(message)
    if (key !== undefined) return key
    throw wrongCall(
      'outOfOrder',
      `got no key of ${shown(message)}`,
      'return the key, null where all messages have the same',
    )
  }
  const first = delivered.filter((message, index) => !has<Message>(delivered.slice(0, index), message))
  const sentAt = (message: Message): number => sent.findIndex((other) => sameValue(other, message))
  return first.flatMap((message, index) =>
    first
      .slice(0, index)
      .filter((other) => sentAt(message) !== -1 && sentAt(message) < sentAt(other))
      .filter((other) => sameValue(keyOfMessage(message), keyOfMessage(other)))
      .map((overtakenBy) => ({ message, overtakenBy })),
  )
}

function requireDelivered(call: string, delivered: unknown, sent: unknown): void {
  requireList(call, 'what is delivered', delivered)
  requireList(call, 'what is sent', sent)
}
