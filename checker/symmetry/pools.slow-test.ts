import { expect, it } from 'vitest'
import { at, each, insert, removeOne, type SetOf, set, specify, where } from '../../spec/language/index.ts'
import { check } from '../check.ts'

const ids = ['a', 'b', 'c', 'd'] as const

interface Message {
  readonly from: string
  readonly to: string
  readonly word: number
}

/** At most `most` messages are sent. The set is a variable, or inside an object, where it is one value. */
function mail(most: number, isPool: boolean) {
  const wrapped = (messages: SetOf<Message>) => (isPool ? messages : { all: messages }) as SetOf<Message>
  const content = (mail: SetOf<Message>) => (isPool ? mail : (mail as unknown as { readonly all: SetOf<Message> }).all)
  return specify('mail', { mail: wrapped(set<Message>()), sent: 0, hasRead: each(ids, false) })
    .action('send')
    .over('from', ids)
    .over('to', ids)
    .over('word', [0, 1, 2])
    .when((s, { from, to }) => from !== to && s.sent < most)
    .changes((s, message) => ({ sent: s.sent + 1, mail: wrapped(insert(content(s.mail), message)) }))
    .action('read')
    .over('message', (s) => where(content(s.mail), { word: 1 }))
    .when((s, { message }) => !s.hasRead[message.to as 'a'])
    .changes((s, { message }) => ({
      mail: wrapped(removeOne(content(s.mail), message)),
      hasRead: at(message.to as 'a', true),
    }))
    .always('few', (s) => content(s.mail).length <= most)
    .symmetric(ids).definition
}

it('many combinations of many elements are as many states as where the pool is one value', () => {
  const [fine, whole] = [check(mail(4, true)), check(mail(4, false))]
  expect(fine.states).toEqual(whole.states)
  // So many that what is packed together is split.
  expect(fine.states.distinct).toBeGreaterThan(4_000)
  expect(fine.engine.reducerRuns).toBeLessThan(whole.engine.reducerRuns / 4)
})
