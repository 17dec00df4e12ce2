import { describe, expectTypeOf, it } from 'vitest'
import { append, at, change, each, list, record, replace, type StateOf, specify, tail, truncate } from './index.ts'

interface Entry {
  readonly term: number
}
const servers = ['a', 'b'] as const

const start = () =>
  specify('logs', {
    log: each(servers, list<Entry>()),
    disk: record({ entries: list<Entry>(), n: 0 }),
    queue: list([1]),
  })

describe('the types of lists', () => {
  it('make a list an ordinary array to whoever takes one', () => {
    const cut = (log: readonly Entry[]): readonly Entry[] => truncate(log, 1)
    const spec = start()
      .action('go')
      .over('server', servers)
      .changes((s, { server }) => ({
        log: at(server, append(cut(s.log[server]), { term: 1 })),
        disk: change(s.disk, { entries: replace(s.disk.entries, 0, { term: 2 }) }),
        queue: tail(s.queue),
      }))
      .action('whole')
      .changes((s) => ({ queue: [1, ...s.queue], log: at('a', []) }))
    type State = StateOf<typeof spec>
    expectTypeOf<State['log']['a']>().toEqualTypeOf<readonly Entry[]>()
    expectTypeOf<State['queue']>().toEqualTypeOf<readonly number[]>()
    expectTypeOf<State['disk']['entries']>().toEqualTypeOf<readonly Entry[]>()
  })

  it('refuse what is no element, and writes', () => {
    start()
      .action('wrong')
      .changes((s) => {
        // @ts-expect-error text is no entry
        append(s.log.a, 'x')
        // @ts-expect-error the field is misspelt
        replace(s.disk.entries, 0, { tem: 1 })
        // @ts-expect-error an index is a number
        replace(s.queue, '0', 1)
        // @ts-expect-error it is read-only
        s.queue[0] = 2
        return {}
      })
    start()
      .action('no array')
      // @ts-expect-error a list gets an array
      .changes(() => ({ queue: 1 }))
  })
})
