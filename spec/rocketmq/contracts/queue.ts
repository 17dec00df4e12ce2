/** The contract of a queue: what a producer and a consumer group may count on, whoever keeps the messages and however. */
import { at, each, every, some, specify } from '../../language/index.ts'
import { messagesFrom } from '../parts/send.ts'

export type Message = string

/** What a queue may do besides. Each is a promise that it does not give. */
export interface QueueContract {
  /** Messages, each sent at most once, in this order: `m1`, `m2`, …. */
  readonly messages: number
  /** An acknowledged message that nobody has seen may be gone (P1). */
  readonly mayLose: boolean
  /** A message that was seen may be gone: it was shown before it was safe (P3). */
  readonly mayShowTooEarly: boolean
  /** A message that is sent once may stand in the queue twice (P4). */
  readonly mayRepeat: boolean
  /** Messages may stand in another order than that of their sends (P5). */
  readonly mayReorder: boolean
}

/** Gives every promise. */
export const strictQueue: QueueContract = {
  messages: 2,
  mayLose: false,
  mayShowTooEarly: false,
  mayRepeat: false,
  mayReorder: false,
}

/**
 * What a producer knows of its message. `in doubt` is every answer but SEND_OK, and no answer: the message may be in the
 * queue already, or appear later, or never.
 */
export type SendOutcome = 'unsent' | 'in doubt' | 'acknowledged'

export interface QueueState {
  readonly outcome: Readonly<Record<Message, SendOutcome>>
  /** What was acknowledged or seen, in the order of the queue. */
  readonly content: readonly Message[]
  /** Whether the group has ever seen it. How often it is shown again is the business of the consumer. */
  readonly seen: Readonly<Record<Message, boolean>>
}

/**
 * The state of the contract that a store is in: `stored` is what it has, in its order, of which only what was acknowledged
 * or seen is in the queue.
 */
export function queueState(
  stored: readonly Message[],
  outcome: QueueState['outcome'],
  seen: QueueState['seen'],
): QueueState {
  const content = stored.filter((message) => outcome[message] === 'acknowledged' || seen[message])
  return { outcome, content, seen }
}

/**
 * The same of a group of brokers. `messages`, in the order of their sends, are m1, m2, … of the contract; others that are stored are no
 * part of it. `sends` has what was answered: SEND_OK, unsent, or anything else.
 */
export function queueStateOf(
  messages: readonly Message[],
  stored: readonly Message[],
  sends: Readonly<Record<Message, string>>,
  isSeen: (message: Message) => boolean,
): QueueState {
  const names = messagesFrom(1, messages.length)
  const nameOf = (message: Message): Message => names[messages.indexOf(message)] ?? message
  const byName = <T>(of: (message: Message) => T): Readonly<Record<Message, T>> =>
    Object.fromEntries(messages.map((message) => [nameOf(message), of(message)]))
  const ours = stored.filter((message) => messages.includes(message)).map(nameOf)
  return queueState(
    ours,
    byName((message) => outcomeOf(sends[message])),
    byName(isSeen),
  )
}

function outcomeOf(status: string | undefined): SendOutcome {
  if (status === 'SEND_OK') return 'acknowledged'
  return status === 'unsent' ? 'unsent' : 'in doubt'
}

export function queueContract(config: QueueContract) {
  const { mayLose, mayShowTooEarly, mayRepeat, mayReorder } = config
  const messages = messagesFrom(1, config.messages)

  /** Queues with the message at each place where it may come to stand. */
  const withOneMore = ({ content, seen }: QueueState, message: Message): readonly (readonly Message[])[] =>
    Array.from({ length: content.length + 1 }, (_, place) => place)
      // Nothing comes to stand before what the group has passed.
      .filter((place) => content.slice(place).every((other) => !seen[other]))
      .map((place) => [...content.slice(0, place), message, ...content.slice(place)])
      .filter((queue) => mayReorder || isInOrderOfSends(queue))

  return (
    specify('queue contract', {
      outcome: each(messages, 'unsent' as SendOutcome),
      content: [] as readonly Message[],
      seen: each(messages, false),
    })
      .about(aboutTheContract)

      .action('send', 'A producer sends its next message; what becomes of it is not known yet.')
      .over('message', messages)
      .by('producer')
      .says((_before, { message }) => `${message} is sent`)
      .when((s, { message }) => s.outcome[message] === 'unsent')
      .changes((_s, { message }) => ({ outcome: at(message, 'in doubt') }))

      .action('acknowledge', 'From here on the queue has the message. The producer may have its answer at once.')
      .over('message', messages)
      .over('content', (s, { message }) => (s.content.includes(message) ? [s.content] : withOneMore(s, message)))
      .by('queue')
      .says((_before, { message }) => `${message} is acknowledged`)
      .when((s, { message }) => s.outcome[message] !== 'acknowledged')
      .changes((_s, { message, content }) => ({ outcome: at(message, 'acknowledged'), content }))

      .action('show', 'The group sees the message that comes after all that it has seen.')
      .over('message', (s) => s.content.filter((message) => !s.seen[message]).slice(0, 1))
      .by('queue')
      .says((_before, { message }) => `the group sees ${message}`)
      .changes((_s, { message }) => ({ seen: at(message, true) }))

      .action('show what is in doubt', 'A message can be seen whose producer was told nothing, or that it failed.')
      .over('message', messages)
      .over('content', (s, { message }) =>
        withOneMore(s, message).filter((content) =>
          content.slice(0, content.indexOf(message)).every((before) => s.seen[before]),
        ),
      )
      .by('queue')
      .says((_before, { message }) => `the group sees ${message}, which is in doubt`)
      .when((s, { message }) => s.outcome[message] === 'in doubt' && !s.seen[message])
      .changes((_s, { message, content }) => ({ seen: at(message, true), content }))

      .action(
        'repeat',
        'A message comes to stand in the queue once more: its send was tried again, or a copy was made.',
      )
      .over('message', (s) => s.content)
      .over('content', (s, { message }) => withOneMore(s, message))
      .by('queue')
      .says((_before, { message }) => `${message} stands in the queue once more`)
      // One repetition shows what there is to see.
      .when((s) => mayRepeat && s.content.length <= messages.length)
      .changes((_s, { content }) => ({ content }))

      .action('lose', 'The end of the queue is gone: what nobody has seen, or what was shown too early, or both.')
      .over('kept', (s) => Array.from({ length: s.content.length }, (_, kept) => kept))
      .by('queue')
      .says((before, { kept }) => `${before.content.slice(kept).join(', ')} are gone`)
      .when((s, { kept }) => {
        const gone = s.content.slice(kept)
        const losesUnseen = gone.some((message) => !s.seen[message])
        const losesSeen = gone.some((message) => s.seen[message])
        return (mayLose || !losesUnseen) && (mayShowTooEarly || !losesSeen)
      })
      .changes((s, { kept }) => ({ content: s.content.slice(0, kept) }))

      .always(
        'no acknowledged message is lost',
        messages,
        (s, message) => s.outcome[message] !== 'acknowledged' || s.content.includes(message),
      )
      .always('no phantom read', messages, (s, message) => !s.seen[message] || s.content.includes(message))
      .always(
        'nothing is seen that was never sent',
        messages,
        (s, message) => !s.seen[message] || s.outcome[message] !== 'unsent',
      )
      .always('a message that is sent once is stored once', (s) => new Set(s.content).size === s.content.length)
      .always('messages stand in the order of their sends', (s) => isInOrderOfSends(s.content))
      .always('the queue has only what was acknowledged or seen', (s) =>
        s.content.every((message) => s.outcome[message] === 'acknowledged' || s.seen[message]),
      )
      .alwaysStep('an acknowledgement is final', (before, _step, after) =>
        messages.every(
          (message) => before.outcome[message] !== 'acknowledged' || after.outcome[message] === 'acknowledged',
        ),
      )
      .fair('weak', 'show')
      .leadsTo(
        'every acknowledged message is seen',
        messages,
        (s, message) => s.outcome[message] === 'acknowledged',
        (s, message) => s.seen[message] === true,
      )
      // A message that is in doubt may stay so.
      .deadlockFree((s) => !some(s.outcome, 'unsent'))
      .reachable(
        'every message is acknowledged and seen',
        (s) => every(s.outcome, 'acknowledged') && every(s.seen, true),
      )
      .reachable('a message stands in the queue twice', (s) => new Set(s.content).size < s.content.length)
      .reachable('a message is seen that is in doubt', (s) =>
        messages.some((message) => s.outcome[message] === 'in doubt' && s.seen[message]),
      )
  )
}

function isInOrderOfSends(queue: readonly Message[]): boolean {
  return queue.every((message, index) => index === 0 || numberOf(queue[index - 1] ?? message) <= numberOf(message))
}

const numberOf = (message: Message): number => Number(message.slice(1))

const aboutTheContract = `
  What a queue achieves, without saying how. Its content is what was acknowledged or seen, in the order of the queue. A send
  whose outcome is in doubt is no part of it yet: it may appear later, at the end or before what nobody has seen, or never.

  A specification of a store refines it under the mapping that keeps of the stored messages those that were acknowledged or
  seen (\`queueState\`). The promise set is the configuration: a queue that may lose, that may show a message too early, that
  may repeat or reorder has more behaviours, and gives fewer promises.

  Left out: offsets, and how often a message is shown again after the group has seen it. Both are the consumer's.
  Source: rocketmq.md sections 0.4 (P1 to P5) and b.7.`
