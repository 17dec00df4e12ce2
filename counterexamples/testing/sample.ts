/** A pipeline of a producer, two brokers with a page cache and a disk each, and a consumer, that confirms too early. */
import {
  at,
  atAll,
  bag,
  each,
  has,
  insert,
  removeOne,
  type SetOf,
  set,
  specify,
  type Trace,
} from '../../spec/language/index.ts'
import { play } from './play.ts'

export const messages = ['m1', 'm2'] as const
export const brokers = ['b1', 'b2'] as const
type Message = (typeof messages)[number]
type Broker = (typeof brokers)[number]
type Packet =
  | { readonly type: 'send'; readonly to: Broker; readonly message: Message }
  | { readonly type: 'ack'; readonly from: Broker; readonly message: Message }

export const pipeline = specify('two brokers and a page cache', {
  inFlight: bag<Packet>(),
  cache: each(brokers, set<Message>()),
  disk: each(brokers, set<Message>()),
  log: each(brokers, [] as readonly { readonly offset: number; readonly message: Message }[]),
  leader: 'b1' as Broker,
  confirmed: each(messages, false),
  consumed: each(messages, false),
  consumer: { offset: 0, group: 'orders', lastError: null as string | null },
  powerCuts: 0,
})
  .derive('survivors', (s): SetOf<Message> => set([...s.cache[s.leader], ...s.disk[s.leader]]))
  .action('send')
  .over('message', messages)
  .by('producer')
  .says((s, { message }) => `sends ${message} to broker ${s.leader}, the leader`)
  .when((s, { message }) => !s.confirmed[message])
  .changes((s, { message }) => ({ inFlight: insert(s.inFlight, { type: 'send', to: s.leader, message }) }))
  .action('append')
  .over('packet', (s) => s.inFlight.filter((packet) => packet.type === 'send'))
  .by(({ packet }) => `broker ${packet.to}`)
  .says((_s, { packet }) => `keeps ${packet.message} in its page cache and confirms it before it is on the disk`)
  .changes((s, { packet }) => ({
    inFlight: insert(removeOne(s.inFlight, packet), { type: 'ack', from: packet.to, message: packet.message }),
    cache: at(packet.to, insert(s.cache[packet.to], packet.message)),
    log: at(packet.to, [...s.log[packet.to], { offset: s.log[packet.to].length, message: packet.message }]),
  }))
  .action('flush')
  .over('broker', brokers)
  .by(({ broker }) => `broker ${broker}`)
  .says((s, { broker }) => `writes ${s.cache[broker].join(', ')} to its disk`)
  .when((s, { broker }) => s.cache[broker].length > 0)
  .changes((s, { broker }) => ({
    disk: at(broker, set([...s.disk[broker], ...s.cache[broker]])),
    cache: at(broker, set<Message>()),
  }))
  .action('confirm')
  .over('packet', (s) => s.inFlight.filter((packet) => packet.type === 'ack'))
  .by('producer')
  .says((_s, { packet }) => `gets the acknowledgement of ${packet.message} and forgets the message`)
  .changes((s, { packet }) => ({ inFlight: removeOne(s.inFlight, packet), confirmed: at(packet.message, true) }))
  .action('consume')
  .over('message', messages)
  .by('consumer')
  .when((s, { message }) => has(s.survivors, message) && !s.consumed[message])
  .changes((s, { message }) => ({
    consumed: at(message, true),
    consumer: { ...s.consumer, offset: s.consumer.offset + 1 },
  }))
  .action('switch over')
  .by('controller')
  .says((s, _args, after) => `makes broker ${after.leader} the leader instead of ${s.leader}`)
  .changes((s) => ({ leader: s.leader === 'b1' ? 'b2' : 'b1' }))
  .action('power cut')
  .fault()
  .over('broker', brokers)
  .by(({ broker }) => `broker ${broker}`)
  .says((s, { broker }) => `loses power; ${s.cache[broker].join(', ') || 'nothing'} was only in the page cache`)
  .when((s) => s.powerCuts < 1)
  .changes((s, { broker }) => ({ cache: at(broker, set<Message>()), powerCuts: s.powerCuts + 1 }))
  .always('no confirmed message is lost', messages, (s, message) => {
    return !s.confirmed[message] || s.consumed[message] || has(s.survivors, message)
  })
  .always('one copy in flight', (s) => s.inFlight.length < 2)
  .alwaysStep('nobody forgets', (before, step, after) => {
    return step.action === 'flush' || !before.cache.b1.some((message) => !has(after.cache.b1, message))
  })
  .reachable('all consumed', (s) => s.consumed.m1 && s.consumed.m2)
  .deadlockFree()
  .action('reset')
  .fault()
  .when(() => false)
  .changes(() => ({ confirmed: atAll(messages, false) })).definition

/** Twelve states, five lanes: m1 arrives and is consumed, m2 is confirmed and lost in a power cut. */
export function lostMessage(): Trace {
  const send = (message: Message) => ({ type: 'send', to: 'b1', message })
  const ack = (message: Message) => ({ type: 'ack', from: 'b1', message })
  return play(pipeline, [
    ['switch over'],
    ['switch over'],
    ['send', { message: 'm1' }],
    ['append', { packet: send('m1') }],
    ['confirm', { packet: ack('m1') }],
    ['flush', { broker: 'b1' }],
    ['consume', { message: 'm1' }],
    ['send', { message: 'm2' }],
    ['append', { packet: send('m2') }],
    ['confirm', { packet: ack('m2') }],
    ['power cut', { broker: 'b1' }],
  ])
}
