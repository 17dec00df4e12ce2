import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const project = new URL('../../', import.meta.url)
const readme = readFileSync(new URL('README.md', project), 'utf8')

/** The code blocks of a language, in order. */
function blocks(text: string, language: string): string[] {
  return text
    .split(/^```/m)
    .filter((_, at) => at % 2 === 1)
    .filter((block) => block.startsWith(`${language}\n`))
    .map((block) => block.slice(language.length + 1))
}

describe('the readme', () => {
  it('shows a specification that comes out as it says', async () => {
    const [specification] = blocks(readme, 'ts')
    const folder = folderWith({ 'readme.spec.ts': specification ?? '' })
    const { code, stdout } = await ackproof(['check', 'readme.spec.ts'], { folder })
    expect(stdout).toContain('2 scenarios: 2 as expected')
    expect(code).toBe(0)
  })

  it('shows what the audit really prints', async () => {
    const shown = /\$ npx ackproof audit examples\/broker\.conf\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const lines = shown.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '...')
    expect(lines.length).toBeGreaterThan(8)
    const { stdout, code } = await ackproof(['audit', 'examples/broker.conf'], { folder: fileURLToPath(project) })
    expect(code).toBe(0)
    for (const line of lines) expect(stdout).toContain(line)
  })

  it('shows the verdict table as it is, but for the seconds', async () => {
    const table = blocks(readme, '').find((block) => block.startsWith('rocketmq/store')) ?? ''
    const rows = table.split('\n').filter((line) => line.includes('✓'))
    expect(rows.length).toBe(3)
    const { stdout } = await ackproof(['check', 'rocketmq/store'])
    const counts = (line: string): string =>
      line
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/ [\d.]+$/, '')
    const printed = stdout.split('\n').map(counts)
    for (const row of rows) expect(printed).toContain(counts(row))
  })
})
