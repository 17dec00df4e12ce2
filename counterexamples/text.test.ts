import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { tell } from './explain.ts'
import { columnsOf } from './plain-text.ts'
import { play } from './testing/play.ts'
import { lostMessage, pipeline } from './testing/sample.ts'
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
      "BROKEN  "no confirmed message is lost" is broken after 2 steps, 1 of them a fault
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

  it('says to which state a story without end returns', () => {
    expect(storyText({ ...story, loop: 4 }, { color: false })).toContain('and back to the state after step 4, for ever')
  })
})
