/** A story that went through a report file is told and drawn as before. */
import { expect, it } from 'vitest'
import { storyDot } from '../../counterexamples/dot/dot.ts'
import { type Story, storyMermaid, storyText, tell } from '../../counterexamples/index.ts'
import {
  mindChanged,
  nodesDecide,
  nothingSubmitted,
  putBackForEver,
  worker,
} from '../../counterexamples/testing/endless.ts'
import { lostMessage, pipeline } from '../../counterexamples/testing/sample.ts'
import type { Trace } from '../../spec/language/index.ts'
import { storyData } from './explanation.ts'
import { toldStory } from './told-story.ts'

const lost = lostMessage()
const cases: readonly (readonly [string, Story, Trace])[] = [
  [
    'a broken invariant',
    tell(pipeline, { property: 'no confirmed message is lost', kind: 'always', part: 'm2', trace: lost }),
    lost,
  ],
  ['a goal', tell(pipeline, { property: 'all consumed', kind: 'reachable', part: null, trace: lost }), lost],
  [
    'a loop',
    tell(worker, { property: 'what is submitted is done', kind: 'leads-to', part: 'j1', trace: putBackForEver() }),
    putBackForEver(),
  ],
  [
    'an end without an answer',
    tell(worker, { property: 'some job is done', kind: 'eventually', part: null, trace: nothingSubmitted() }),
    nothingSubmitted(),
  ],
  [
    'a broken refinement',
    tell(nodesDecide, { property: 'they decide once', kind: 'refines', part: null, trace: mindChanged() }),
    mindChanged(),
  ],
]

it.each(cases)('%s', (_what, story, trace) => {
  const data = JSON.parse(JSON.stringify(storyData(story.part, trace, story)))
  const told = toldStory(story.property, story.kind, data)
  if (told === null) throw new Error('there is a story')
  for (const isFull of [true, false]) {
    expect(storyText(told, { color: false, isFull })).toBe(storyText(story, { color: false, isFull }))
  }
  expect(storyMermaid(told)).toBe(storyMermaid(story))
  expect(storyDot(told)).toBe(storyDot(story))
})

it('is none where the report has none', () => {
  expect(toldStory('p', 'always', storyData(null, null, null))).toBe(null)
})
