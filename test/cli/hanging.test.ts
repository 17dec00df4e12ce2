import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { folderWith } from './run-ackproof.ts'

it('a program that checks a file is told which function does not return', async () => {
  const folder = folderWith({
    'hangs.ack.ts': `import { specify } from 'ackproof'
export default specify('hangs', { n: 0 }).action('inc').changes(() => { for (;;); }).always('zero', (s) => s.n === 0)`,
  })
  const built: string = new URL('../../dist/public/check.js', import.meta.url).href
  const { checkSuite, expectMet } = (await import(built)) as typeof import('../../public/check.ts')
  const report = await checkSuite(pathToFileURL(join(folder, 'hangs.ack.ts')), { timeLimitSeconds: 1 })
  expect(report.scenarios[0]?.hints.join()).toContain('action "inc" had been running')
  expect(() => expectMet(report)).toThrow('action "inc" had been running')
})
