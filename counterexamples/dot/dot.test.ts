import { instance } from '@viz-js/viz'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, each, specify } from '../../spec/language/index.ts'
import { quietStep, tell } from '../explain.ts'
import { lanesOf } from '../lanes/lanes.ts'
import type { Story, StoryStep } from '../story/story.ts'
import { mindChanged, nodesDecide, nothingSubmitted, putBackForEver, worker } from '../testing/endless.ts'
import { play, playLasso } from '../testing/play.ts'
import { lostMessage, pipeline } from '../testing/sample.ts'
import { storyDot } from './dot.ts'

const lostTraced = {
  property: 'no confirmed message is lost',
  kind: 'always',
  part: 'm2',
  trace: lostMessage(),
} as const
const lost = tell(pipeline, lostTraced)
const endlessTraced = { property: 'what is submitted is done', kind: 'leads-to', part: 'j1' } as const
const endless = tell(worker, { ...endlessTraced, trace: putBackForEver() })
const stopped = tell(worker, {
  property: 'some job is done',
  kind: 'eventually',
  part: null,
  trace: nothingSubmitted(),
})

/** Attributes of a node, its label among them. */
function lookOf(dot: string, id: string): string {
  return new RegExp(`"${id}" \\[\\n(.*?)\\n *\\];`, 's').exec(dot)?.[1] ?? ''
}

const step = (index: number, sentence: string, more: Partial<StoryStep> = {}): StoryStep => ({
  ...quietStep,
  index,
  action: index === 0 ? null : 'go',
  sentence,
  ...more,
})

const told = (text: string): Story => ({
  spec: text,
  property: text,
  kind: 'always',
  verdict: 'violated',
  part: text,
  headline: text,
  length: 2,
  loop: null,
  steps: [
    step(0, text, { state: [{ path: text, value: text }] }),
    step(1, text, {
      actor: text,
      isFault: true,
      changes: [{ path: text, kind: 'changed', before: text, after: text, isRead: true }],
    }),
  ],
  back: null,
  finalState: [{ path: text, value: text }],
  why: [{ label: text, holds: null, detail: text, values: [{ path: text, value: text }] }],
  fairness: [],
  pointOfNoReturn: null,
})

const ofLength = (steps: number): Story => ({
  ...told('x'),
  steps: Array.from({ length: steps + 1 }, (_each, index) => step(index, `step ${index}`)),
})

/** What a reader of the SVG sees, in the order of drawing. */
function textsOf(svg: string): string[] {
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text.replace(/&#45;/g, '-').replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity),
  )
}

describe('a story as a diagram', () => {
  it('has a lane for each actor, in the order in which they first act', () => {
    expect(lanesOf(lost).names).toEqual(['controller', 'producer', 'broker b1', 'consumer'])
    expect(lanesOf(ofLength(2)).names).toEqual([''])
    const steps = [step(1, 'a', { actor: 'a' }), step(2, 'b', { isFault: true }), step(3, 'c')]
    expect(lanesOf({ ...lost, steps }).names).toEqual(['a', 'environment', 'system'])
  })

  it('folds a long title where the picture ends', () => {
    const dot = storyDot(endless, { scenario: 'a worker that may put back whatever it was given, again and again' })
    const lines = [...dot.matchAll(/POINT-SIZE="16">([^<]*)</g)].map(([, line = '']) => line)
    expect(lines.length).toBeGreaterThan(1)
    const [, points = '0'] = /"initial" \[\s*label = <<TABLE[^>]* WIDTH="(\d+)"/.exec(dot) ?? []
    // The box of the initial state is as wide as the picture; a bold letter of 16 points is up to 11 points wide.
    for (const line of lines) expect(line.length * 11).toBeLessThanOrEqual(Number(points))
  })

  it('has a box for each step, a red one for a fault, and ends with the broken promise', () => {
    const dot = storyDot(lost, { scenario: 'flush in the background' })
    const boxes = [...dot.matchAll(/^ *"(step\d+|initial|verdict)" \[$/gm)].map(([, id]) => id)
    expect(boxes).toEqual(['initial', 'verdict', ...lost.steps.slice(1).map(({ index }) => `step${index}`)])
    const [, fault = ''] = /"step11" \[(.*?)\];/s.exec(dot) ?? []
    expect(fault).toContain('color = "#c81e1e"')
    expect(dot).toContain('BROKEN: no confirmed message is lost (m2)')
    expect(dot).toContain('two brokers and a page cache · flush in the background')
  })

  it('strikes out old values and sets new ones in bold', () => {
    const [, box = ''] = /"step10" \[(.*?)\];/s.exec(storyDot(lost)) ?? []
    expect(box.match(/confirmed\.m2.*?<\/TD>/)?.[0]).toMatchInlineSnapshot(
      `"confirmed.m2</FONT><FONT COLOR="#7b8794">&#160;&#160;</FONT><FONT COLOR="#7b8794"><S>false</S></FONT><FONT COLOR="#7b8794">&#160;</FONT>→<FONT COLOR="#7b8794">&#160;</FONT><B>true</B></FONT></TD>"`,
    )
  })

  it('is the same text every time', () => {
    expect(storyDot(lost)).toBe(storyDot(structuredClone(lost)))
    expect(storyDot(ofLength(1))).toMatchInlineSnapshot(`
      "digraph "story" {
        label = <<B><FONT COLOR="#1f2933" POINT-SIZE="16">x</FONT></B><BR/><FONT COLOR="#1f2933" POINT-SIZE="12">x</FONT><BR/><FONT COLOR="#7b8794" POINT-SIZE="9">time runs downwards</FONT><BR/> >;
        labelloc = "t";
        bgcolor = "#ffffff";
        fontname = "Arial";
        fontsize = 14;
        fontcolor = "#1f2933";
        nodesep = 0.12;
        ranksep = 0.2;
        pad = 0.15;
        edge [
          fontname = "Arial";
          color = "#9aa5b1";
          arrowsize = 0.6;
        ];
        node [
          fontname = "Arial";
          fontsize = 10;
          fontcolor = "#1f2933";
          shape = "box";
          style = "rounded,filled";
          margin = "0.08,0.05";
          color = "#9aa5b1";
          fillcolor = "#f5f7fa";
        ];
        "initial" [
          label = <<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" WIDTH="358"><TR><TD ALIGN="LEFT" COLSPAN="2"><B>Initial state</B></TD></TR></TABLE>>;
          fillcolor = "#ffffff";
        ];
        "verdict" [
          label = <<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" WIDTH="358"><TR><TD ALIGN="LEFT" COLSPAN="2"><B><FONT COLOR="#c81e1e" POINT-SIZE="13">BROKEN: x (x)</FONT></B></TD></TR><TR><TD ALIGN="LEFT" COLSPAN="2"><FONT COLOR="#c81e1e">? x: x</FONT></TD></TR><TR><TD ALIGN="LEFT" COLSPAN="2"><FONT COLOR="#7b8794">It reads:</FONT></TD></TR><TR><TD ALIGN="LEFT" WIDTH="179"><FONT COLOR="#1f2933" POINT-SIZE="9"><FONT COLOR="#7b8794">x</FONT><FONT COLOR="#7b8794">&#160;&#160;</FONT><B>x</B></FONT></TD><TD ALIGN="LEFT" WIDTH="179">&#160;</TD></TR></TABLE>>;
          color = "#c81e1e";
          penwidth = 2;
          fillcolor = "#fdecea";
        ];
        subgraph "headings" {
          rank = "same";
          "head_lane0" [
            shape = "point";
            width = 0.01;
            height = 0.01;
            style = "invis";
            label = "";
          ];
        }
        subgraph "row_step1" {
          rank = "same";
          "step1" [
            label = <<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1" WIDTH="358"><TR><TD ALIGN="LEFT"><B>1. step 1</B></TD></TR></TABLE>>;
          ];
        }
        subgraph "ends" {
          rank = "same";
          "end_lane0" [
            shape = "point";
            width = 0.01;
            height = 0.01;
            style = "invis";
            label = "";
          ];
        }
        "initial" -> "head_lane0" [
          style = "invis";
          weight = 100;
        ];
        "head_lane0" -> "step1" [
          style = "dashed";
          color = "#cbd2d9";
          arrowhead = "none";
          weight = 100;
        ];
        "step1" -> "end_lane0" [
          style = "invis";
          color = "#cbd2d9";
          arrowhead = "none";
          weight = 100;
        ];
        "end_lane0" -> "verdict" [
          style = "invis";
          weight = 100;
        ];
        "step1" -> "verdict" [
          color = "#c81e1e";
          penwidth = 2;
          weight = 0;
        ];
      }"
    `)
  })

  it('leads from the end of a loop back to its first step, past the other lanes', () => {
    const dot = storyDot(endless)
    const gutter = [...dot.matchAll(/"(\w+)" -> "(\w+)" \[\n *color = "#0e7490";([^\]]*)\]/g)]
    const [rows, columns] = [gutter.filter(([, from]) => from?.endsWith('gutter')), gutter]
    expect(rows.map(([, from, to]) => `${from} ${to}`)).toEqual([
      'step3_gutter step3_lane0',
      'step4_gutter step4_lane0',
      'step3_gutter step4_gutter',
    ])
    const arrows = columns.filter(([, , , look]) => look?.includes('arrowhead = "normal"'))
    expect(arrows.map(([, from, to]) => `${from} ${to}`)).toEqual(['step3_lane1 step3'])
    expect(dot).toContain('↺ steps 3 and 4 repeat for ever')
    const colours = ['step2', 'step3', 'step4'].map((id) => lookOf(dot, id).includes('fillcolor = "#e3f3f7"'))
    expect(colours).toEqual([false, true, true])
    expect(lanesOf(endless)).toMatchObject({ names: ['auditor', 'client', 'worker'], hasGutter: true })
  })

  it('shows a step that leads back to where it began, and a story in which nothing more happens', () => {
    const single: Story = { ...endless, length: 4, loop: 3, steps: endless.steps.slice(0, 4) }
    const dot = storyDot(single)
    expect(dot).toMatch(/"step4" -> "step4" \[\n *color = "#0e7490"/)
    expect(dot).toContain('↺ step 4 repeats for ever')
    expect(dot).not.toContain('gutter')
    expect(storyDot(stopped)).toContain('↺ nothing more happens, for ever')
    expect(storyDot(stopped)).not.toContain('gutter')
  })

  it('says what happens for ever across all lanes, as it says the broken promise', () => {
    for (const story of [endless, stopped]) {
      const dot = storyDot(story)
      const widthOf = (id: string): string | undefined => /<TABLE[^>]* WIDTH="(\d+)"/i.exec(lookOf(dot, id))?.[1]
      expect(widthOf('ever')).toBeDefined()
      expect(widthOf('ever')).toBe(widthOf('verdict'))
      expect(dot).toContain('"ever" -> "verdict"')
      expect(dot).not.toMatch(/"ever_/)
    }
  })

  it('says in the last box why a loop is fair', () => {
    const text = storyDot(endless).replace(/<[^>]*>/g, ' ')
    expect(text).toContain('The loop is fair:')
    expect(text).toContain('✓ weak fairness of finish: not enabled after step 2')
    expect(storyDot(stopped).replace(/<[^>]*>/g, ' ')).toContain('Stopping there is fair:')
  })

  it('draws faintly what the story does not need', () => {
    const dot = storyDot(lost)
    const faint = lost.steps.filter(({ index }) =>
      lookOf(dot, `step${index}`).includes('style = "rounded,filled,dashed"'),
    )
    expect(faint.map(({ index }) => index)).toEqual([5, 6, 7])
    expect(dot).toContain('grey: the story works without it')
  })

  it('rules a line across all lanes at the point of no return', () => {
    const pointOfNoReturn = { index: 8, instead: null, unknown: null }
    const told = tell(pipeline, { ...lostTraced, pointOfNoReturn })
    const dot = storyDot(told)
    expect(dot.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('after step 9 every continuation breaks it')
    const rule = [...dot.matchAll(/"(\w+)" -> "(\w+)" \[\n *style = "dashed";\n *color = "#c81e1e"/g)]
    expect(rule.map(([, from, to]) => [from, to])).toEqual([
      ['turn_lane0', 'turn'],
      ['turn', 'turn_middle'],
      ['turn_middle', 'turn_lane2'],
      ['turn_lane2', 'turn_lane3'],
    ])
    const order = [...dot.matchAll(/subgraph "row_(\w+)"/g)].map(([, id]) => id)
    expect(order.indexOf('turn')).toBe(order.indexOf('step9') + 1)
    const last = storyDot(tell(pipeline, { ...lostTraced, pointOfNoReturn: { ...pointOfNoReturn, index: 10 } }))
    expect(last).not.toContain('"turn"')
    expect(last.replace(/<[^>]*>/g, ' ')).toContain('avoidable until the last step')
  })

  it('shows what each step is in the abstract specification', () => {
    const traced = { property: 'they decide once', kind: 'refines', part: null, trace: mindChanged() } as const
    const dot = storyDot(tell(nodesDecide, traced))
    expect(lookOf(dot, 'step4')).toContain('⇒ decision')
    expect(lookOf(dot, 'initial')).toContain('⇒ decision')
    expect(lookOf(dot, 'step3')).not.toContain('⇒')
    expect(dot).toContain('It maps to:')
  })

  it('can be drawn whatever is left out of a long loop', async () => {
    const viz = await instance()
    const clock = specify('clock', { hour: 0 })
      .action('tick')
      .changes((s) => ({ hour: (s.hour + 1) % 60 }))
      .infinitelyOften('noon', (s) => s.hour > 60).definition
    const ticks = Array.from({ length: 60 }, () => ['tick'] as const)
    const told = tell(clock, {
      property: 'noon',
      kind: 'infinitely-often',
      part: null,
      trace: playLasso(clock, [], ticks),
    })
    for (const story of [told, endless, stopped]) {
      const { status, output = '' } = viz.render(storyDot(story), { format: 'svg' })
      expect([status, textsOf(output).some((text) => text.includes('for ever'))]).toEqual(['success', true])
    }
  })

  it('leaves out the middle of a long story, visibly', () => {
    const dot = storyDot(ofLength(60))
    expect(dot.match(/^ *"step\d+" \[/gm)).toHaveLength(40)
    expect(dot.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('… 20 steps, 14 to 33, are not drawn')
    expect(storyDot(ofLength(40))).not.toContain('not drawn')
  })

  it('shows any text of the user as it is', async () => {
    const viz = await instance()
    const hostile = [
      '"q" <b>&amp; &nbsp; \\N \\G',
      '</TD></TABLE>>]; x [',
      '<all of it>',
      'ends with \\',
      '\\',
      '<![CDATA[ ]]>',
    ]
    for (const text of hostile) {
      const { output = '', status } = viz.render(storyDot(told(text)), { format: 'svg' })
      expect([text, status]).toEqual([text, 'success'])
      expect(textsOf(output)).toContain(`1. ${text}`)
    }
  })

  it('is Graphviz text that can be drawn, whatever the user calls things', async () => {
    const viz = await instance()
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 200 }))
    fc.assert(
      fc.property(text, (name) => {
        const { status, errors } = viz.render(storyDot(told(name), { scenario: name }), { format: 'svg' })
        expect([status, errors.filter(({ level }) => level === 'error')]).toEqual(['success', []])
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the one value that proves the break, in however long a list it stands', () => {
    const log = Array.from({ length: 60 }, (_each, at) => ({ at, message: `m${at}` }))
    const broker = specify('broker', { log, other: Array.from({ length: 60 }, (_each, at) => at) })
      .action('overwrite')
      .changes((s) => ({ log: s.log.map((entry) => (entry.at === 30 ? { at: 30, message: 'lost!' } : entry)) }))
      .always('nothing is lost', (s) => s.log.every(({ message }) => message !== 'lost!')).definition
    const trace = play(broker, [['overwrite']])
    const dot = storyDot(tell(broker, { property: 'nothing is lost', kind: 'always', part: null, trace }))
    expect(lookOf(dot, 'verdict').replace(/<[^>]*>/g, ' ')).toContain('lost!')
    expect(lookOf(dot, 'step1').replace(/<[^>]*>/g, ' ')).toContain('lost!')
  })

  it('keeps what differs between two long values, in the step and where they are compared', () => {
    const text = (word: string): string => `${'begins alike '.repeat(40)}${word}${' ends alike'.repeat(40)}`
    const spec = specify('page', { text: text('before'), isRead: false })
      .action('edit')
      .changes(() => ({ text: text('after') }))
      .alwaysStep('a page stays as it is', (before, _action, after) => before.text === after.text).definition
    const trace = play(spec, [['edit']])
    const dot = storyDot(tell(spec, { property: 'a page stays as it is', kind: 'always-step', part: null, trace }))
    for (const box of ['step1', 'verdict']) {
      const shown = lookOf(dot, box).replace(/<[^>]*>/g, ' ')
      expect([box, shown.includes('before'), shown.includes('after')]).toEqual([box, true, true])
    }
  })

  it('keeps the member of a family that decides, of hundreds that are read', () => {
    const keys = Array.from({ length: 300 }, (_each, at) => `k${at}`)
    const locks = specify('locks', { free: each(keys, true), other: each(keys, 0) })
      .action('take')
      .over('key', keys)
      .changes((_s, { key }) => ({ free: at(key, false) }))
      .always('all are free', (s) => keys.every((key) => s.other[key] === 0 && s.free[key])).definition
    const trace = play(locks, [['take', { key: 'k250' }]])
    const dot = storyDot(tell(locks, { property: 'all are free', kind: 'always', part: null, trace }))
    expect(lookOf(dot, 'verdict')).toContain('free.k250')
    expect(lookOf(dot, 'verdict')).toContain('… and 490 more that it reads')
  })
})
