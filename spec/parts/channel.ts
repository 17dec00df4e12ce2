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
import { requireFunction, requirePart, shown, wrongCall } from './words/wrong-call.ts'

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
  return (
    isFifo('send', channel) ? { ...channel, inOrder: [...channel.inOrder, message] } : insert(channel, message)
  ) as C
}

/** Messages that may be the next to arrive: the domain of the receiver's action, `.over('message', (s) => arriving(s.line))`. */
export function arriving<C extends Channel>(channel: C): readonly MessageOf<C>[] {
  return (
    isFifo('arriving', channel) ? [...channel.inOrder.slice(0, 1), ...channel.late] : channel
  ) as readonly MessageOf<C>[]
}

/**
 * The channel without one copy of a message that arrives: part of what the receiver's action changes. Throws a
 * RangeError where it is none of `arriving`. Of equal copies in a fifo channel the one in order is taken: the other is
 * late and may still arrive whenever this one could.
 */
export function deliver<C extends Channel>(channel: C, message: NoInfer<MessageOf<C>>): C {
  const isInOrder = isFifo('deliver', channel)
  if (!has(arriving(channel), message)) {
    const text = shown(message)
    const hasToWait = isInOrder && has(channel.inOrder, message)
    throw hasToWait
      ? wrongCall('deliver', `of ${text}, which has to wait for the messages sent before it`, oneOf('arriving'))
      : wrongCall('deliver', `of a message that is not in flight, ${text}`, oneOf('arriving'))
  }
  if (!isInOrder) return removeOne(channel, message) as C
  const isNext = has(channel.inOrder.slice(0, 1), message)
  return (
    isNext ? { ...channel, inOrder: channel.inOrder.slice(1) } : { ...channel, late: removeOne(channel.late, message) }
  ) as C
}

/** Every message under way: of a fifo channel in order, then the late ones. */
export function underWay<C extends Channel>(channel: C): readonly MessageOf<C>[] {
  return (isFifo('underWay', channel) ? [...channel.inOrder, ...channel.late] : channel) as readonly MessageOf<C>[]
}

/** What a loss or a duplication may strike: the domain of such a fault, `.over('target', (s) => targets(s.line))`. */
export function targets<C extends Channel>(channel: C): readonly TargetOf<C>[] {
  return (isFifo('targets', channel) ? underWay(channel).map((_, index) => index) : channel) as readonly TargetOf<C>[]
}

/** The fault "a message is lost": one copy never arrives. */
export function lose<C extends Channel>(channel: C, target: NoInfer<TargetOf<C>>): C {
  const message = messageAt('lose', channel, target)
  if (!isFifo('lose', channel)) return removeOne(channel, message) as C
  return without(channel, target as number) as Channel as C
}

/**
 * The fault "a message is duplicated on its way": one copy more. In a fifo channel it arrives right behind the other, so
 * that duplication alone reorders nothing; a delay of either takes them apart.
 */
export function duplicate<C extends Channel>(channel: C, target: NoInfer<TargetOf<C>>): C {
  const message = messageAt('duplicate', channel, target)
  if (!isFifo('duplicate', channel)) return insert(channel, message) as C
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
  requireFifo('overtakers', channel)
  return channel.inOrder.map((_, index) => index).slice(1)
}

/** The fault "a message overtakes": the one at this index, of `overtakers`, changes places with the one before it. */
export function overtake<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  requireOvertaker('overtake', channel, index)
  const { inOrder, late } = channel
  const before = inOrder.slice(index - 1, index)
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
  requireFifo('delayable', channel)
  return channel.inOrder.map((_, index) => index)
}

/** The fault "a message is delayed": the one at this index, of `delayable`, arrives at any later time, or never. */
export function delay<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  requireDelayable('delay', channel, index)
  const held = channel.inOrder.slice(index, index + 1)
  return { inOrder: without(channel, index).inOrder, late: bag([...channel.late, ...held]) }
}

/** Drops what is addressed to a receiver that is gone: its connection is closed, and nothing is sent again by itself. */
export function closeConnection<C extends Channel>(channel: C, isAddressed: (message: MessageOf<C>) => boolean): C {
  requireFunction('closeConnection', 'isAddressed', isAddressed)
  const stays = (message: unknown): boolean => {
    const isGone: unknown = isAddressed(message as MessageOf<C>)
    if (typeof isGone === 'boolean') return !isGone
    const problem = `got ${shown(isGone)} from isAddressed of ${shown(message)}`
    throw wrongCall('closeConnection', problem, 'return true or false')
  }
  return (
    isFifo('closeConnection', channel)
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
  return `${nameOf(messageAt('lossSentence', channel, target))} is lost on its way`
}

/** `m1 is duplicated on its way`. */
export function duplicateSentence<C extends Channel>(
  channel: C,
  target: NoInfer<TargetOf<C>>,
  nameOf: NameOf<C> = valueText,
): string {
  return `${nameOf(messageAt('duplicateSentence', channel, target))} is duplicated on its way`
}

/** `m2 overtakes m1`. */
export function overtakeSentence<C extends FifoChannel<unknown>>(
  channel: C,
  index: number,
  nameOf: NameOf<C> = valueText,
): string {
  requireOvertaker('overtakeSentence', channel, index)
  const [behind, before] = [index, index - 1].map((at) => nameOf(messageAt<C>('overtakeSentence', channel, at)))
  return `${behind} overtakes ${before}`
}

/** `m1 is held back, and may arrive at any later time`. */
export function delaySentence<C extends FifoChannel<unknown>>(
  channel: C,
  index: number,
  nameOf: NameOf<C> = valueText,
): string {
  requireDelayable('delaySentence', channel, index)
  return `${nameOf(messageAt<C>('delaySentence', channel, index))} is held back, and may arrive at any later time`
}

/** Throws for what is no channel of either kind. */
function isFifo(call: string, channel: Channel): channel is FifoChannel<unknown> {
  if (Array.isArray(channel)) return false
  requirePart(call, 'channel', channel, ['inOrder', 'late'], 'unorderedChannel() or fifoChannel()')
  return true
}

function requireFifo(call: string, channel: Channel): void {
  if (isFifo(call, channel)) return
  throw wrongCall(
    call,
    'of an unordered channel, where every order is possible anyway',
    'declare it with fifoChannel()',
  )
}

function requireOvertaker(call: string, channel: FifoChannel<unknown>, index: number): void {
  if (!overtakers(channel).includes(index)) throw noSuchIndex(call, index, 'overtakers')
}

function requireDelayable(call: string, channel: FifoChannel<unknown>, index: number): void {
  if (!delayable(channel).includes(index)) throw noSuchIndex(call, index, 'delayable')
}

/** The message that a fault strikes. */
function messageAt<C extends Channel>(call: string, channel: C, target: unknown): MessageOf<C> {
  if (!isFifo(call, channel)) {
    if (has<unknown>(channel, target)) return target as MessageOf<C>
    throw wrongCall(call, `of a message that is not in flight, ${shown(target)}`, oneOf('targets'))
  }
  const messages = underWay(channel)
  if (typeof target !== 'number' || !(target in messages)) throw noSuchIndex(call, target, 'targets')
  return messages[target] as MessageOf<C>
}

function without<Message>(channel: FifoChannel<Message>, index: number): FifoChannel<Message> {
  const { inOrder, late } = channel
  if (index < inOrder.length) return { inOrder: inOrder.filter((_, other) => other !== index), late }
  return { inOrder, late: bag(late.filter((_, other) => other !== index - inOrder.length)) }
}

function noSuchIndex(call: string, index: unknown, domain: string): RangeError {
  return wrongCall(call, `at index ${shown(index)} of a channel`, oneOf(domain))
}

function oneOf(domain: string): string {
  return `choose one of ${domain}(channel)`
}
