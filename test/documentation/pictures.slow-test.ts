/** The pictures of the pages about RocketMQ are those that `show --dot` draws, by the embedded renderer: the same on every machine. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileStem } from '../../node/diagrams.ts'
import { renderSvg } from '../../node/dot/render-svg.ts'
import { picturesToWrite } from '../../reporters/pictures/pictures.ts'
import { createChecker } from '../../runs/checker.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { plannedOf } from '../../runs/testing/planned.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { project } from './pages.ts'

const folder = `${project}docs/images/specs`
const withPages = rocketmqSuites.filter(({ name }) => !name.endsWith('-contract'))
const drawnStems: string[] = []

describe('the pictures of', () => {
  it.each(withPages.map((suite) => [suite.name, suite] as const))('%s', async (name, suite) => {
    const plan = { scenarios: plannedOf(suite), mostStates: 5_000, memoryLimitBytes: 2 ** 30 }
    const drawn = await createChecker(new InThisThread([suite])).draw(plan).report
    const page = readFileSync(`${project}docs/specs/${name.replace('/', '-')}.md`, 'utf8')
    const stems: string[] = []
    for (const { name: words, dot } of picturesToWrite(drawn, []).pictures) {
      const stem = fileStem(words)
      stems.push(stem)
      drawnStems.push(stem)
      const { svg } = await renderSvg(dot, { dotCommand: null })
      await expect(svg).toMatchFileSnapshot(`${folder}/${stem}.svg`)
    }
    expect(stems.filter((stem) => !page.includes(`(../images/specs/${stem}.svg)`))).toEqual([])
  })
})

it('there are no others', () => {
  expect(readdirSync(folder).sort()).toEqual(drawnStems.map((stem) => `${stem}.svg`).sort())
})
