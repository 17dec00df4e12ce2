import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { PointOfNoReturn } from '../../spec/language/index.ts'
import { tell } from '../explain.ts'
import { columnsOf } from '../print/plain-text.ts'
import {
  closedTooEarly,
  mindChanged,
  neverGoneThrough,
  nodesDecide,
  nothingSubmitted,
  putBackForEver,
  watchedDoor,
  worker,
} from '../testing/endless.ts'
import { play } from '../testing/play.ts'
import { lostMessage, pipeline } from '../testing/sample.ts'
import { storyText } from './text.ts'

const finding = { property: 'no confirmed message is lost', kind: 'always', part: 'm2' } as const
const story = tell(pipeline, { ...finding, trace: lostMessage() })

describe('a story as text', () => {
  it('reads well without colour', () => {
    const short = tell(pipeline, {
      ...finding,
      part: null,
      trace: play(pipeline, [
        ['send', { message: 'm1' }],
        ['power cut', { broker: 'b1' }],
      ]),
    })
    expect(storyText(short, { color: false, reproduce: 'ackproof check pipeline' })).toMatchInlineSnapshot(`
      "BROKEN  "no confirmed message is lost" is broken in 3 states (1 fault)
      in two brokers and a page cache

         0             initial state
                           inFlight: bag[]   cache.b1: set{}   cache.b2: set{}   disk.b1: set{}
                           disk.b2: set{}   log.b1: []   log.b2: []   leader: b1   confirmed.m1: false
                           confirmed.m2: false   consumed.m1: false   consumed.m2: false
                           consumer: {group: orders, lastError: null, offset: 0}   powerCuts: 0
         1  producer   sends m1 to broker b1, the leader
                           inFlight: + {type: send, message: m1, to: b1}
         2  broker b1  FAULT: loses power; nothing was only in the page cache
                           powerCuts: 0 → 1

      Last state
        inFlight      bag[{type: send, message: m1, to: b1}]
        cache.b1      set{}
        cache.b2      set{}
        disk.b1       set{}
        disk.b2       set{}
        log.b1        []
        log.b2        []
        leader        b1
        confirmed.m1  false
        confirmed.m2  false
        consumed.m1   false
        consumed.m2   false
        consumer      {group: orders, lastError: null, offset: 0}
        powerCuts     1

      Why: "no confirmed message is lost" needs every part to be true in the last state
        ✓ m1
          reads  confirmed.m1  false
        ✓ m2
          reads  confirmed.m2  false

      Show it again: ackproof check pipeline
      "
    `)
  })

  it('differs with colour by nothing but colour', () => {
    const coloured = storyText(story, { color: true })
    expect(coloured).toContain('\u001b[31m')
    expect(stripVTControlCharacters(coloured)).toBe(storyText(story, { color: false }))
  })

  it.each([60, 100, 140])('fits into %i columns', (width) => {
    const lines = storyText(story, { color: false, width }).split('\n')
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(width)
  })

  it('never shortens the last state', () => {
    const text = storyText(story, { color: false, width: 60 })
    const last = text.slice(text.indexOf('Last state'), text.indexOf('Why:')).replace(/\s+/g, '')
    for (const { path, value } of story.finalState) expect(last).toContain(`${path}${value}`.replace(/\s+/g, ''))
  })

  it('ends with the command that shows it again', () => {
    expect(storyText(story, { color: false, reproduce: 'ackproof check x' })).toMatch(
      /Show it again: ackproof check x\n$/,
    )
  })

  it('marks the steps that repeat for ever, the closing one among them', () => {
    const endless = tell(worker, {
      property: 'what is submitted is done',
      kind: 'leads-to',
      part: 'j1',
      trace: putBackForEver(),
    })
    expect(storyText(endless, { color: false })).toMatchInlineSnapshot(`
      "BROKEN  "what is submitted is done" is broken for "j1": it is triggered by step 2; after 2 states, 2
      states repeat for ever, and the response never comes
      in a worker that is overloaded

           0           initial state
                           queue: bag[]   busy: null   done.j1: false   done.j2: false   isOpen: true
                           audits: 0
           1  auditor  audit
                           audits: 0 → 1
           2  client   submits j1
                         ◆ queue: + j1
      ┌    3  worker   takes j1 from the queue
      │                  ◆ queue: − j1
      │                    busy: null → j1
      │    4  worker   puts j1 back: it is overloaded
      │                  ◆ queue: + j1
      └                    busy: j1 → null
           ↺  steps 3 and 4 repeat for ever

      ◆ = the broken promise reads this variable when it is evaluated round the loop

      Last state of the loop, before step 4 closes it
        queue    bag[]
        busy     j1
        done.j1  false
        done.j2  false
        isOpen   true
        audits   1

      Why: "what is submitted is done" waits for a response that never comes
        ✓ j1: the trigger: true after step 2
          reads  queue  bag[j1]
        ✗ j1: the response: false then and in every state that follows, for ever
          reads  done.j1  false

      The loop is fair
        ✓ weak fairness of take(job: j1): taken in step 3
        ✓ weak fairness of finish: not enabled after step 2
        ✓ strong fairness of audit: not enabled in any state of the loop
        ✓ submit, close: enabled there, but no fairness is assumed of them
      "
    `)
    const coloured = storyText(endless, { color: true })
    expect(stripVTControlCharacters(coloured)).toBe(storyText(endless, { color: false }))
  })

  it('says that nothing more happens where a story ends that way', () => {
    const stopped = tell(worker, {
      property: 'some job is done',
      kind: 'eventually',
      part: null,
      trace: nothingSubmitted(),
    })
    expect(storyText(stopped, { color: false })).toMatchInlineSnapshot(`
      "BROKEN  "some job is done" is broken: after 2 states nothing more happens, and it never comes true
      in a worker that is overloaded

         0           initial state
                         queue: bag[]   busy: null   done.j1: false   done.j2: false   isOpen: true
                         audits: 0
         1  auditor  audit
                         audits: 0 → 1
         ↺  nothing more happens, for ever

      Last state
        queue    bag[]
        busy     null
        done.j1  false
        done.j2  false
        isOpen   true
        audits   1

      Why: "some job is done" never comes true
        ✗ some job is done: false after step 1, for ever, and before
          reads  done.j1  false
                 done.j2  false

      Stopping there is fair
        ✓ weak fairness of take, for each job: not enabled after step 1
        ✓ weak fairness of finish: not enabled after step 1
        ✓ strong fairness of audit: not enabled after step 1
        ✓ submit, close: enabled there, but no fairness is assumed of them
      "
    `)
  })

  it('says of each step why the story needs it, where it is told in full', () => {
    const lines = storyText(story, { color: false, isFull: true }).split('\n')
    expect(lines.filter((line) => /needed|without it/.test(line)).map((line) => line.trim())).toMatchInlineSnapshot(`
      [
        "without it step 4 (append) cannot be taken; leader is read by step 2",
        "without it step 4 (append) cannot be taken; leader is read by steps 3, 7 and",
        "needed: inFlight is read by step 4",
        "needed: inFlight is read by step 5; cache.b1 is read by step 6; log.b1 is",
        "(the story works without it)",
        "(the story works without it)",
        "(the story works without it: nothing later reads what it changes)",
        "needed: inFlight is read by step 9",
        "needed: inFlight is read by step 10",
        "needed: confirmed.m2 is read by the promise",
        "needed: cache.b1 is read by the promise",
      ]
    `)
  })

  it('shows both sides of a loop that is not fair in the abstract specification, and what it breaks', () => {
    const traced = { property: 'it is a door', kind: 'refines', part: null, trace: neverGoneThrough() } as const
    expect(storyText(tell(watchedDoor, traced), { color: false })).toMatchInlineSnapshot(`
      "BROKEN  "it is a door" is broken: after 1 state, 2 states repeat for ever, against the strong
      fairness of go through in "door"
      in watched door

           0  initial state
                  isOpen: false   isLookedAt: false
                  ⇒ at: shut
           1  look
                  isLookedAt: false → true
                  (the story works without it: nothing later reads what it changes)
      ┌    2  open
      │         ◆ isOpen: false → true
      │         ⇒ at: shut → open
      │    3  shut
      │         ◆ isOpen: true → false
      └         ⇒ at: open → shut
           ↺  steps 2 and 3 repeat for ever

      ◆ = the broken promise reads this variable when it is evaluated round the loop
      ⇒ = what it is in the abstract specification

      Last state of the loop, before step 3 closes it
        isOpen      true
        isLookedAt  true

      Why: seen through the mapping, the loop is not fair in the abstract specification
        ✗ strong fairness of go through: enabled again and again, after step 2, and never taken
          maps to  at  open
        ✓ weak fairness of open: taken in step 2

      The loop is fair
        ✓ weak fairness of open or shut: taken in step 2
        ✓ look: enabled after step 1, but no fairness is assumed of it
      "
    `)
  })

  it('shows both sides of a step that is none of the abstract specification, and why no action fits', () => {
    const changed = tell(nodesDecide, {
      property: 'they decide once',
      kind: 'refines',
      part: null,
      trace: mindChanged(),
    })
    expect(storyText(changed, { color: false })).toMatchInlineSnapshot(`
      "BROKEN  "they decide once" is broken by the last step, in 5 states: it is no step of "one decision"
      in two nodes

         0          initial state
                        heard.a: open   heard.b: open   clock: 0
                        ⇒ decision: open   votes: 0
         1          tick
                        clock: 0 → 1
                        (the story works without it: nothing later reads what it changes)
         2  node a  hears of the commit
                      ◆ heard.a: open → commit
                      ⇒ decision: open → commit
         3  node b  hears of the abort
                        heard.b: open → abort
                        (the story works without it: nothing later reads what it changes)
         4  node a  hears of the abort
                      ◆ heard.a: commit → abort
                      ⇒ decision: commit → abort

      ◆ = the broken promise reads this variable when it is evaluated at the end
      ⇒ = what it is in the abstract specification

      Last state
        heard.a  abort
        heard.b  abort
        clock    1

      Why: the last step, seen through the mapping, is none of the abstract specification
        ✗ step 4, hear(node: a, what: abort): no action of "one decision" does what it does there
          maps to  decision  commit → abort
        ✗ decide(to: abort): its guard is false; otherwise it would do just that
        ✗ vote: it leads to decision: commit instead of abort, votes: 1 instead of 0
      "
    `)
  })

  it('says what can still happen in a trap', () => {
    const trapped = tell(worker, {
      property: 'all is done',
      kind: 'can-always-reach',
      part: 'j2',
      trace: closedTooEarly(),
    })
    const text = storyText(trapped, { color: false })
    expect(text.slice(text.indexOf('Why:'))).toMatchInlineSnapshot(`
      "Why: from the last state there is no way to "all is done"
        ✗ j2: false here, and in all 7 other states that can be reached from here
          reads  done.j2  false
        ✓ take: can still happen for job: j1
        ✓ audit: can still happen
        ✓ power cut: can still happen
      "
    `)
  })

  it('marks the point of no return where it is', () => {
    const instead = { action: 'flush', params: { broker: 'b1' } }
    const told = (index: number | null, unknown: PointOfNoReturn['unknown'] = null): string => {
      const pointOfNoReturn = { index, instead: index === null ? null : instead, unknown }
      return storyText(tell(pipeline, { ...finding, trace: lostMessage(), pointOfNoReturn }), { color: false })
    }
    const lines = told(8).split('\n')
    const at = lines.findIndex((line) => line.startsWith('  ══'))
    expect(lines.slice(at, at + 3)).toEqual([
      '  ══  point of no return: after step 9 every continuation breaks it; flush(broker: b1) in its place',
      '      could still avoid it',
      expect.stringMatching(/^ {2}10 {2}producer/),
    ])
    expect(told(null)).toMatch(
      /\n {2}══ {2}unavoidable from the initial state on: every continuation breaks it\n {3}1 /,
    )
    expect(told(10)).toContain(
      '      avoidable until the last step; flush(broker: b1) in its place could still avoid it\n',
    )
    expect(told(10)).not.toContain('══')
    expect(told(null, 'budget')).toContain('      point of no return: not found, there are too many ways on\n')
  })
})
