import { describe, expect, it } from 'vitest'
import type { SpecDefinition, State } from '../language/index.ts'
import { PlainWorld } from '../semantics/plain-world.ts'
import type { Successor } from '../semantics/world.ts'
import { type Message, singleCopyRegister } from './single-copy-register.ts'

/** Messages in the order in which the published search delivers them: by sender, receiver and kind. */
const parties = ['s1', 's2', 'c1', 'c2']
const kinds = ['put', 'get', 'put done', 'got']
const rank = ({ args }: Successor<State>): number => {
  const { from, to, type } = args.message as Message
  return (parties.indexOf(from) * parties.length + parties.indexOf(to)) * kinds.length + kinds.indexOf(type)
}

/** Whether a state breaks the first promise while it meets the goal, which is where the published search ends. */
function isEnd(definition: SpecDefinition, view: State): boolean {
  return ['linearizable', 'a value that was put is on its way to a reader'].every((name) => {
    const property = definition.properties.find((each) => each.name === name)
    if (property?.kind === 'always') return property.parts.some(({ holds }) => !holds(view))
    return property?.kind === 'reachable' && property.holds(view)
  })
}

/** Breadth-first, successors in order of `rank`, until the first state that is an end is taken from the queue. */
function publishedSearch(definition: SpecDefinition): { readonly known: number; readonly expanded: number } {
  const semantics = new PlainWorld(definition)
  const queue = [...semantics.initialStates()]
  const known = new Set(queue.map((state) => semantics.textOf(state)))
  let expanded = 0
  for (const state of queue) {
    if (isEnd(definition, semantics.view(state))) break
    expanded++
    for (const { after } of [...semantics.successors(state)].sort((left, right) => rank(left) - rank(right))) {
      const text = semantics.textOf(after)
      if (!known.has(text)) queue.push(after)
      known.add(text)
    }
  }
  return { known: known.size, expanded }
}

describe('searched in the order of the published search, the single-copy register', () => {
  it('has 93 states on 1 server', () => {
    expect(publishedSearch(singleCopyRegister.build({ servers: 1 }))).toEqual({ known: 93, expanded: 93 })
  })

  it('shows 54 of its 62 states on 2 servers before the search ends', () => {
    expect(publishedSearch(singleCopyRegister.build({ servers: 2 }))).toEqual({ known: 54, expanded: 42 })
  })
})
