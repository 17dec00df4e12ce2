/** The gallery is what the rows come to: each story is found again, and is as long as it is expected to be. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { renderSvg } from '../../node/dot/render-svg.ts'
import type { CheckData } from '../../reporters/json/check-report.ts'
import { storyData } from '../../reporters/json/explanation.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { ackproof } from '../cli/run-ackproof.ts'
import { project } from '../documentation/pages.ts'
import { breaksOf, type Exhibit, foundIn, replayed, stemOf, textsOf } from './exhibits.ts'
import { indexPage } from './index-page.ts'

const gallery = `${project}counterexamples/gallery`
const breaks = rocketmqSuites.flatMap(breaksOf)
/** Where the rows were checked already, as in continuous integration, they are not checked again. */
const { ACKPROOF_REPORT: given } = process.env
let report: Pick<CheckData, 'results'> = { results: [] }

beforeAll(async () => {
  const text =
    given === undefined
      ? (await ackproof(['check', 'rocketmq/*', '--workers', '2', '--json', '-'])).stdout
      : readFileSync(given, 'utf8')
  report = JSON.parse(text) as CheckData
}, 1_200_000)

describe('the story of', () => {
  it.each(breaks.map((broken) => [broken.scenario.name, broken] as const))('%s', async (_name, broken) => {
    const found = foundIn(report, broken)
    expect(found.trace?.length).toBe(broken.length)
    const stem = `${gallery}/${stemOf(broken)}`
    await expect(jsonText(found)).toMatchFileSnapshot(`${stem}.json`)

    const story = replayed(broken, found)
    // What is told of the steps that were taken again is what the search told.
    const told = storyData(found.part, found.trace, story)
    expect(JSON.parse(JSON.stringify(told))).toEqual(pickStory(found))
    const texts = textsOf(broken, story)
    for (const [ending, text] of Object.entries(texts)) await expect(text).toMatchFileSnapshot(`${stem}.${ending}`)
    const { svg } = await renderSvg(texts.dot, { dotCommand: null })
    await expect(svg).toMatchFileSnapshot(`${stem}.svg`)
  })
})

it('the index names every one of them', async () => {
  await expect(indexPage(rocketmqSuites, (broken) => foundIn(report, broken))).toMatchFileSnapshot(
    `${gallery}/README.md`,
  )
})

it('there are no other files', () => {
  const endings = ['json', 'txt', 'dot', 'mmd', 'svg']
  const expected = breaks.flatMap((broken) => endings.map((ending) => `${stemOf(broken)}.${ending}`))
  const there = readdirSync(gallery, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(gallery.length + 1))
  expect(there.sort()).toEqual(['README.md', ...expected].sort())
})

const jsonText = (exhibit: Exhibit): string => `${JSON.stringify(exhibit, null, 2)}\n`

function pickStory({
  part,
  sentences,
  trace,
  explanation,
}: Exhibit): Pick<Exhibit, 'part' | 'sentences' | 'trace' | 'explanation'> {
  return { part, sentences, trace, explanation }
}
