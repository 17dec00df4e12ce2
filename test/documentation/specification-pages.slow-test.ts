/** The pages of rows are what `show --format markdown --with-verdicts` writes. */
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { ackproof } from '../cli/run-ackproof.ts'
import { project } from './pages.ts'

const folder = `${project}docs/specs/rows`
/** Where the rows were checked already, as in continuous integration, they are not checked again. */
const { ACKPROOF_REPORT: report } = process.env
const names = rocketmqSuites.map(({ name }) => name)
const fileOf = (name: string): string => `${name.replaceAll('/', '-')}.md`

it.each(names)('the page of %s', async (name) => {
  const from = report === undefined ? [] : ['--from', report]
  const words = ['show', name, '--format', 'markdown', '--with-verdicts', ...from]
  const { code, stdout } = await ackproof(words, { folder: project })
  expect(code).toBe(0)
  await expect(stdout).toMatchFileSnapshot(`${folder}/${fileOf(name)}`)
})

it('there is one for each suite, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map(fileOf).sort())
})
