import fc from 'fast-check'
import mermaid from 'mermaid'
import { beforeAll, describe, expect, it } from 'vitest'
import { quietStep, tell } from '../explain.ts'
import type { Story, StoryStep } from '../story/story.ts'
import { nothingSubmitted, putBackForEver, worker } from '../testing/endless.ts'
import { lostMessage, pipeline } from '../testing/sample.ts'
import { storyMermaid } from './mermaid.ts'

const lost = tell(pipeline, {
  property: 'no confirmed message is lost',
  kind: 'always',
  part: 'm2',
  trace: lostMessage(),
})
const endless = tell(worker, {
  property: 'what is submitted is done',
  kind: 'leads-to',
  part: 'j1',
  trace: putBackForEver(),
})
const stopped = tell(worker, {
  property: 'some job is done',
  kind: 'eventually',
  part: null,
  trace: nothingSubmitted(),
})

/** What Mermaid's own parser understands of a diagram. */
interface Understood {
  readonly actors: readonly string[]
  /** Text of each note, with the actors that it stands over. */
  readonly notes: readonly { readonly over: readonly string[]; readonly lines: readonly string[] }[]
  /** The titles of loops. */
  readonly loops: readonly string[]
  /** Frames of any kind that are opened and closed. */
  readonly bands: number
}

interface SequenceData {
  getActors(): ReadonlyMap<string, { readonly description: string }>
  getMessages(): readonly {
    readonly type: number
    readonly message: unknown
    readonly from?: string
    readonly to?: string
  }[]
  readonly LINETYPE: Readonly<Record<string, number>>
}

// Loads the parsers.
beforeAll(() => mermaid.parse('sequenceDiagram\nA->>B: hello'))

async function understood(text: string): Promise<Understood> {
  const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(text)
  expect(type).toBe('sequence')
  const data = db as unknown as SequenceData
  const ofType = (name: string) => data.getMessages().filter((each) => each.type === data.LINETYPE[name])
  const actors = data.getActors()
  const nameOf = (id = ''): string => decoded(actors.get(id)?.description ?? '')
  return {
    actors: [...actors.values()].map(({ description }) => decoded(description)),
    notes: ofType('NOTE').map(({ message, from, to }) => ({
      over: [...new Set([nameOf(from), nameOf(to)])],
      lines: String(message).split('<br/>').map(decoded),
    })),
    loops: ofType('LOOP_START').map(({ message }) => decoded(String(message))),
    bands: ofType('RECT_START').length,
  }
}

/** As Mermaid puts characters back in the finished picture. */
function decoded(text: string): string {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_all, code) => String.fromCodePoint(Number(code)))
}

const step = (index: number, sentence: string, more: Partial<StoryStep> = {}): StoryStep => ({
  ...quietStep,
  index,
  action: index === 0 ? null : 'go',
  sentence,
  ...more,
})

const told = (text: string): Story => ({
  ...lost,
  spec: text,
  property: text,
  part: text,
  headline: text,
  length: 3,
  steps: [
    step(0, text, { state: [{ path: text, value: text }] }),
    step(1, text, { actor: text }),
    step(2, text, {
      actor: 'another',
      isFault: true,
      changes: [{ path: text, kind: 'changed', before: text, after: text, isRead: true }],
    }),
  ],
  why: [{ label: text, holds: false, detail: text, values: [{ path: text, value: text }] }],
  pointOfNoReturn: { index: 0, isKnown: true, instead: null, sentence: text },
})

const ofLength = (steps: number, sentence = 'goes on'): Story => ({
  ...told('x'),
  length: steps + 1,
  steps: Array.from({ length: steps + 1 }, (_each, index) => step(index, sentence, { actor: `actor ${index}` })),
})

describe('a story as a Mermaid sequence diagram', () => {
  it('has a lane for each actor and a box for each step, in order, over the lane of its actor', async () => {
    const { actors, notes } = await understood(storyMermaid(lost))
    expect(actors).toEqual(['controller', 'producer', 'broker b1', 'consumer'])
    const steps = notes.filter(({ lines }) => /^\d+\. /.test(lines[0] ?? ''))
    expect(steps.map(({ lines }) => Number.parseInt(lines[0] ?? '', 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(steps[3]?.over).toEqual(['broker b1'])
    expect(steps[3]?.lines.join(' ')).toContain(
      '4. keeps m1 in its page cache and confirms it before it is on the disk',
    )
  })

  it('marks a fault with a band and a sign', async () => {
    const { notes, bands } = await understood(storyMermaid(lost))
    expect(notes.filter(({ lines }) => lines.join().includes('⚡')).map(({ lines }) => lines[0])).toEqual([
      '11. ⚡ loses power; m2 was',
    ])
    expect(bands).toBe(2)
  })

  it('says across all lanes how it begins, and what breaks at the end, with the values that decide it', async () => {
    const { notes } = await understood(storyMermaid(lost))
    expect(notes[0]).toEqual({
      over: ['controller', 'consumer'],
      lines: expect.arrayContaining(['confirmed.m2 = false']),
    })
    const last = notes.at(-1)
    expect(last?.over).toEqual(['controller', 'consumer'])
    expect(last?.lines.join(' ')).toMatch(
      /^✗ "no confirmed message is lost" is broken for "m2" in 12 states \(1 fault\)/,
    )
    expect(last?.lines).toContain('confirmed.m2 = true')
  })

  it('says which steps changed what the promise reads, and which the story does not need', async () => {
    const { notes } = await understood(storyMermaid(lost))
    const of = (index: number) => notes.find(({ lines }) => lines[0]?.startsWith(`${index}. `))?.lines
    expect(of(10)).toContain('◆ confirmed.m2 false → true')
    expect(of(7)).toContain('(the story works without it)')
    expect(of(11)).not.toContain('(the story works without it)')
  })

  it('draws a loop round the steps that repeat for ever', async () => {
    const text = storyMermaid(endless)
    const { loops, notes } = await understood(text)
    expect(loops).toEqual(['steps 3 and 4 repeat for ever'])
    const [, inside = ''] = /\n {2}loop [^\n]*\n(.*?)\n {2}end\n/s.exec(text) ?? []
    expect(inside.split('\n').map((line) => line.trim().replace(/<br.*/, ''))).toEqual([
      'Note over lane2: 3. takes j1 from the queue',
      'Note over lane2: 4. puts j1 back#58; it is overloaded',
    ])
    expect(notes.at(-1)?.lines.join(' ')).toContain('the response never comes')
  })

  it('says where nothing more happens', async () => {
    const { notes, loops } = await understood(storyMermaid(stopped))
    expect(loops).toEqual([])
    expect(notes.at(-2)?.lines).toEqual(['↺ nothing more happens, for ever'])
  })

  it('marks the point of no return', async () => {
    const { notes } = await understood(storyMermaid(told('x')))
    expect(notes.map(({ lines }) => lines[0])).toEqual(['Initial state', '1. x', 'x', '2. ⚡ x', '✗ x'])
  })

  it('shows a goal that is reached in another colour, without the sign of a break', async () => {
    const text = storyMermaid({ ...lost, verdict: 'reachable' })
    expect((await understood(text)).notes.at(-1)?.lines[0]).toMatch(/^✓ /)
    expect(text.match(/rgba\([^)]*\)/g)).toEqual(['rgba(200, 30, 30, 0.15)', 'rgba(11, 110, 79, 0.15)'])
  })

  const hostile = [
    'a;b;',
    '#35;',
    '# not a comment',
    '<b>bold</b><br/>',
    'end',
    'the End of it',
    'loop x\nend\nNote over z: y',
    '"quoted" \'too\' `ticks` ```',
    'wrap:nowrap:',
    'style x:#fff; classDef y:#000;',
    '%% comment %%{init: {"theme": "dark"}}%%',
    'A->>B: hello',
    'a-x b --) c <<-->> d',
    '$$x^2$$',
    'x as y@{ "type" : "database" }',
    'ﬂ°°35¶ß',
    '</script><script>alert(1)</script>',
    'a\\nb',
    '| ]]> % :: \u0000 \u001b[31m \ud800 \u2028 \u202e',
    ' ',
    '',
  ]

  it.each(hostile)('shows %j as it is written', async (text) => {
    const { actors, notes } = await understood(storyMermaid(told(text)))
    const shown = text
      .replace(/\s+/g, ' ')
      .replace(/[\p{Cc}\p{Cs}\u202e]/gu, '\ufffd')
      .trim()
    expect(actors).toEqual([shown === '' ? '-' : shown, 'another'])
    expect(notes).toHaveLength(5)
    expect(notes[1]?.lines.join(' ')).toBe(`1. ${shown}`.trim())
    expect(notes[4]?.lines.join(' ')).toContain(`✗ ${shown}`.trim())
  })

  it('understands any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const { actors, notes } = await understood(storyMermaid(told(text)))
        expect(actors).toHaveLength(2)
        expect(notes).toHaveLength(5)
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['a name of 10,000 characters', told('long;name '.repeat(1000))],
    ['a name without a blank', told('<'.repeat(10_000))],
    ['2,000 steps of as many actors', ofLength(2000)],
    ['long sentences of special characters', ofLength(60, '#;<'.repeat(4000))],
    [
      'many values',
      {
        ...told('x'),
        steps: [
          step(0, 'x', {
            state: Array.from({ length: 5000 }, (_e, at) => ({ path: `v${at}`, value: '<'.repeat(500) })),
          }),
          ...told('x').steps.slice(1),
        ],
        why: [
          {
            label: 'x',
            holds: false,
            detail: '',
            values: Array.from({ length: 5000 }, (_e, at) => ({ path: `v${at}`, value: '<'.repeat(500) })),
          },
        ],
      },
    ],
  ] as readonly (readonly [string, Story])[])(
    'stays within the 50,000 characters that Mermaid draws: %s',
    async (_what, story) => {
      const text = storyMermaid(story)
      expect(text.length).toBeLessThanOrEqual(50_000)
      expect((await understood(text)).notes.length).toBeGreaterThan(2)
      expect(storyMermaid(story, { mostCharacters: 4000 }).length).toBeLessThanOrEqual(4000)
    },
  )

  it('tells the beginning and the end of a long story, and how much is left out', async () => {
    const { notes, actors } = await understood(storyMermaid(ofLength(100)))
    const lines = notes.map((note) => note.lines.join(' '))
    expect(lines).toContain('… 60 steps, 14 to 73, are not drawn (no fault among them) …')
    expect(lines.filter((line) => /^\d+\. /.test(line))).toHaveLength(40)
    expect(actors).not.toContain('actor 50')
    expect((await understood(storyMermaid(ofLength(100), { mostSteps: 10 }))).actors).toHaveLength(10)
  })
})
