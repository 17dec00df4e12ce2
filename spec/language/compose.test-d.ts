/** Promises of the types of `compose`: what is inferred of components, and what does not compile. */
import { describe, expectTypeOf, it } from 'vitest'
import { at, compose, each, holds, reachable, type StateOf, specify, suite } from './index.ts'

type Message = { readonly bit: 0 | 1 }

const sender = specify('sender', { bit: 0 as 0 | 1, crashes: 1 })
  .derive('next', (s) => (s.bit === 0 ? 1 : 0))
  .action('send')
  .over('to', ['a', 'b'])
  .given('message', (s): Message => ({ bit: s.bit }))
  .changes((_s, { message }) => ({ bit: message.bit }))
  .action('rest')
  .changes(() => ({}))
  .always('a bit is a bit', (s) => s.bit < 2)
  .deadlockFree()

const channel = specify('channel', { queue: [] as readonly Message[], isUp: each(['a', 'b'], true), left: 1 })
  .action('put')
  .over('item', [{ bit: 0 }, { bit: 1 }] as readonly Message[])
  .changes((s, { item }) => ({ queue: [...s.queue, item] }))
  .reachable('full', (s) => s.queue.length > 2)

const mail = compose(
  'mail',
  { sender, channel },
  {
    together: { send: { sender: 'send', channel: { put: { item: 'message' } } } },
    share: { power: ['channel.isUp'] },
    budgets: { faults: ['sender.crashes', 'channel.left'] },
  },
)

describe('compose', () => {
  it('wants all variables in a mapping to it, hidden ones too', () => {
    const n = specify('n', { n: 0 })
    const secret = compose('secret', { sender, channel }, { hidden: ['sender.bit', 'sender.next'] })
    const isUp = { a: true, b: true }
    n.refines('r', secret, (s) => ({ sender: { bit: 0, crashes: s.n }, channel: { queue: [], isUp, left: 1 } }))
    // @ts-expect-error the hidden bit is missing
    n.refines('x', secret, (s) => ({ sender: { crashes: s.n }, channel: { queue: [], isUp, left: 1 } }))
    // @ts-expect-error a bit is no 2
    n.refines('x', secret, () => ({ sender: { bit: 2, crashes: 0 }, channel: { queue: [], isUp, left: 1 } }))
  })

  it('infers components as objects, and what is shared by its name', () => {
    type State = StateOf<typeof mail>
    expectTypeOf<State['sender']['bit']>().toEqualTypeOf<0 | 1>()
    expectTypeOf<State['sender']['next']>().toEqualTypeOf<0 | 1>()
    expectTypeOf<State['channel']['queue']>().toEqualTypeOf<readonly Message[]>()
    expectTypeOf<State['faults']>().toEqualTypeOf<number>()
    expectTypeOf<State['power']['a']>().toEqualTypeOf<boolean>()
  })

  it('infers the actions, joint steps with the parameters of all of their parts', () => {
    mail.alwaysStep('typed', (_before, step) => {
      expectTypeOf(step.action).toEqualTypeOf<'send' | 'sender.rest'>()
      if (step.action === 'send') {
        expectTypeOf(step.args.to).toEqualTypeOf<'a' | 'b'>()
        expectTypeOf(step.args.message).toEqualTypeOf<Message>()
        // @ts-expect-error a parameter has the name that the joint step gives it
        expectTypeOf(step.args.item)
      }
      return true
    })
    mail.fair('weak', 'send', 'to', 'message')
    // @ts-expect-error what is part of a joint step happens in no other way
    mail.fair('weak', 'channel.put')
  })

  it('takes changes of components and of what is shared', () => {
    mail
      .action('reset')
      .changes(() => ({ sender: { bit: 0 }, channel: { isUp: at('a', false) }, power: at('b', true) }))
    // @ts-expect-error a wrong literal
    mail.action('reset').changes(() => ({ sender: { bit: 2 } }))
    mail.action('cut').fault({ spends: 'sender.crashes' })
    // @ts-expect-error no number
    mail.action('cut').fault({ spends: 'channel.queue' })
  })

  it('knows the promises of components, but for absence of deadlock, which is one of the whole', () => {
    const checked = suite('mail', () => mail, {})
    checked.scenario({ title: 'x', expect: { 'sender.a bit is a bit': holds, 'channel.full': reachable() } })
    // @ts-expect-error not promised of a component
    checked.scenario({ title: 'x', expect: { 'sender.no deadlock': holds } })
    const less = suite('less', () => compose('less', { sender, channel }, { without: ['sender.a bit is a bit'] }), {})
    // @ts-expect-error left out
    less.scenario({ title: 'x', expect: { 'sender.a bit is a bit': holds, 'channel.full': reachable() } })
  })

  it('refuses names that there are not', () => {
    // @ts-expect-error no action
    compose('x', { sender, channel }, { together: { send: { sender: 'sent', channel: 'put' } } })
    // @ts-expect-error no component
    compose('x', { sender, channel }, { together: { send: { sender: 'send', canal: 'put' } } })
    // @ts-expect-error no parameter
    compose('x', { sender, channel }, { together: { send: { sender: 'send', channel: { put: { thing: 'x' } } } } })
    // @ts-expect-error no variable
    compose('x', { sender, channel }, { share: { log: ['sender.log'] } })
    // @ts-expect-error no option
    compose('x', { sender, channel }, { togehter: {} })
    compose('x', { sender, channel }, { hidden: ['sender.crashes'] })
      // @ts-expect-error hidden
      .always('peeks', (s) => s.sender.crashes > 0)
  })
})
