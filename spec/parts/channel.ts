/**
 * Channels: messages on their way to a receiver, as pure functions over the messages under way.
 *
 * An unordered channel is a bag: any message may be the next to arrive, and none has to. So it reorders and delays
 * without a budget and without an action. A fifo channel keeps the order in which it was sent to; overtaking and delay
 * are faults there. Loss and duplication are faults of both. A fault changes the channel and nothing else: what it
 * spends is said by `.fault({ spends: … })` of the action.
 */
import { type Bag, bag, has, insert, removeOne } from '../language/index.ts'
import { valueText } from './words/value-text.ts'

/** Messages in no order; equal ones are counted. */
export type UnorderedChannel<Message> = Bag<Message>

/** Messages that arrive in the order in which they were sent, but for those that a delay has taken out of it. */
export interface FifoChannel<Message> {
  /** The one that arrives next comes first. */
  readonly inOrder: readonly Message[]
  /** Held back by a delay: each arrives at any time, before or after any other. */
  readonly late: Bag<Message>
}

type Channel = UnorderedChannel<unknown> | FifoChannel<unknown>

/** What a channel carries. */
export type MessageOf<C> =
  C extends FifoChannel<infer Message> ? Message : C extends Bag<infer Message> ? Message : never

/**
 * What a loss or a duplication strikes. In an unordered channel that is one message; in a fifo channel an index into
 * `underWay`, since there it matters which one of several equal messages it is.
 */
export type TargetOf<C> = C extends FifoChannel<unknown> ? number : MessageOf<C>

/** Declares the variable: `specify('…', { inFlight: unorderedChannel<Message>() })`. */
export function unorderedChannel<Message>(): UnorderedChannel<Message> {
  return bag<Message>()
}

/** Declares the variable: `specify('…', { line: fifoChannel<Message>() })`. */
export function fifoChannel<Message>(): FifoChannel<Message> {
  return { inOrder: [], late: bag<Message>() }
}

/** The channel after a sender has sent one message more. */
export function send<C extends Channel>(channel: C, message: NoInfer<MessageOf<C>>): C {
  return (isFifo(channel) ? { ...channel, inOrder: [...channel.inOrder, message] } : insert(channel, message)) as C
}

/** Messages that may be the next to arrive: the domain of the receiver's action, `.over('message', (s) => arriving(s.line))`. */
export function arriving<C extends Channel>(channel: C): readonly MessageOf<C>[] {
  return (isFifo(channel) ? [...channel.inOrder.slice(0, 1), ...channel.late] : channel) as readonly MessageOf<C>[]
}

/**
 * The channel without one copy of a message that arrives: part of what the receiver's action changes. Throws a
 * RangeError where it is none of `arriving`. Of equal copies in a fifo channel the one in order is taken: the other is
 * late and may still arrive whenever this one could.
 */
export function deliver<C extends Channel>(channel: C, message: NoInfer<MessageOf<C>>): C {
  if (!has(arriving(channel), message)) {
    throw new RangeError(
      isFifo(channel) && has(channel.inOrder, message)
        ? `deliver() of ${JSON.stringify(message)}, which has to wait for the messages sent before it: choose one of arriving(channel)`
        : `deliver() of a message that is not in flight: ${JSON.stringify(message)}`,
    )
  }
  if (!isFifo(channel)) return removeOne(channel, message) as C
  const isNext = has(channel.inOrder.slice(0, 1), message)
  return (
    isNext ? { ...channel, inOrder: channel.inOrder.slice(1) } : { ...channel, late: removeOne(channel.late, message) }
  ) as C
}

/** Every message under way: of a fifo channel in order, then the late ones. */
export function underWay<C extends Channel>(channel: C): readonly MessageOf<C>[] {
  return (isFifo(channel) ? [...channel.inOrder, ...channel.late] : channel) as readonly MessageOf<C>[]
}

/** What a loss or a duplication may strike: the domain of such a fault, `.over('target', (s) => targets(s.line))`. */
export function targets<C extends Channel>(channel: C): readonly TargetOf<C>[] {
  return (isFifo(channel) ? underWay(channel).map((_, index) => index) : channel) as readonly TargetOf<C>[]
}

/** The fault "a message is lost": one copy never arrives. */
export function lose<C extends Channel>(channel: C, target: NoInfer<TargetOf<C>>): C {
  if (!isFifo(channel)) return deliver(channel, messageAt(channel, target)) as C
  return without(channel, target as number) as Channel as C
}

/**
 * The fault "a message is duplicated on its way": one copy more. In a fifo channel it arrives right behind the other, so
 * that duplication alone reorders nothing; a delay of either takes them apart.
 */
export function duplicate<C extends Channel>(channel: C, target: NoInfer<TargetOf<C>>): C {
  const message = messageAt(channel, target)
  if (!isFifo(channel)) return insert(channel, message) as C
  const index = target as number
  const { inOrder, late } = channel
  return (
    index < inOrder.length
      ? { inOrder: [...inOrder.slice(0, index), message, ...inOrder.slice(index)], late }
      : { inOrder, late: insert(late, message) }
  ) as C
}

/** Indices of the messages that may overtake the one before them: the domain of that fault. */
export function overtakers(channel: FifoChannel<unknown>): readonly number[] {
  return channel.inOrder.map((_, index) => index).slice(1)
}

/** The fault "a message overtakes": the one at this index, of `overtakers`, changes places with the one before it. */
export function overtake<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  const { inOrder, late } = channel
  const before = inOrder.slice(index - 1, index)
  if (!overtakers(channel).includes(index)) throw noSuchIndex('overtake', index, 'overtakers')
  return {
    inOrder: [
      ...inOrder.slice(0, index - 1),
      ...inOrder.slice(index, index + 1),
      ...before,
      ...inOrder.slice(index + 1),
    ],
    late,
  }
}

/** Indices of the messages that a delay may strike, which are those in order: the domain of that fault. */
export function delayable(channel: FifoChannel<unknown>): readonly number[] {
  return channel.inOrder.map((_, index) => index)
}

/** The fault "a message is delayed": the one at this index, of `delayable`, arrives at any later time, or never. */
export function delay<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  if (!delayable(channel).includes(index)) throw noSuchIndex('delay', index, 'delayable')
  const held = channel.inOrder.slice(index, index + 1)
  return { inOrder: without(channel, index).inOrder, late: bag([...channel.late, ...held]) }
}

/** Drops what is addressed to a receiver that is gone: its connection is closed, and nothing is sent again by itself. */
export function closeConnection<C extends Channel>(channel: C, isAddressed: (message: MessageOf<C>) => boolean): C {
  const stays = (message: unknown): boolean => !isAddressed(message as MessageOf<C>)
  return (
    isFifo(channel)
      ? { inOrder: channel.inOrder.filter(stays), late: bag(channel.late.filter(stays)) }
      : bag(channel.filter(stays))
  ) as C
}

/** How a message is called in a story. */
type NameOf<C> = (message: MessageOf<C>) => string

/** `m1 is lost on its way`. Of the channel before the step, as every sentence here. */
export function lossSentence<C extends Channel>(
  channel: C,
  target: NoInfer<TargetOf<C>>,
  nameOf: NameOf<C> = valueText,
): string {
  return `${nameOf(messageAt(channel, target))} is lost on its way`
}

/** `m1 is duplicated on its way`. */
export function duplicateSentence<C extends Channel>(
  channel: C,
  target: NoInfer<TargetOf<C>>,
  nameOf: NameOf<C> = valueText,
): string {
  return `${nameOf(messageAt(channel, target))} is duplicated on its way`
}

/** `m2 overtakes m1`. */
export function overtakeSentence<C extends FifoChannel<unknown>>(
  channel: C,
  index: number,
  nameOf: NameOf<C> = valueText,
): string {
  return `${nameOf(messageAt<C>(channel, index))} overtakes ${nameOf(messageAt<C>(channel, index - 1))}`
}

/** `m1 is held back, and may arrive at any later time`. */
export function delaySentence<C extends FifoChannel<unknown>>(
  channel: C,
  index: number,
  nameOf: NameOf<C> = valueText,
): string {
  return `${nameOf(messageAt<C>(channel, index))} is held back, and may arrive at any later time`
}

function isFifo(channel: Channel): channel is FifoChannel<unknown> {
  return !Array.isArray(channel)
}

function messageAt<C extends Channel>(channel: C, target: unknown): MessageOf<C> {
  if (!isFifo(channel)) return target as MessageOf<C>
  const messages = underWay(channel)
  if (typeof target !== 'number' || !(target in messages)) throw noSuchIndex('A fault', target, 'targets')
  return messages[target] as MessageOf<C>
}

function without<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  const { inOrder, late } = channel
  messageAt(channel, index)
  if (index < inOrder.length) return { inOrder: inOrder.filter((_, other) => other !== index), late }
  return { inOrder, late: bag(late.filter((_, other) => other !== index - inOrder.length)) }
}

function noSuchIndex(what: string, index: unknown, domain: string): RangeError {
  return new RangeError(`${what} at index ${JSON.stringify(index)} of a channel: choose one of ${domain}(channel)`)
}
