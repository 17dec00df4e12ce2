import { describe, expect, it } from 'vitest'
import { codeBlocks } from '../documentation/pages.ts'
import { type SampleFile, samplesOf } from '../documentation/samples.ts'
import { folderOf, runShellSession } from '../documentation/session.ts'
import { typeErrors } from '../documentation/type-check.ts'
import { emptyFolder } from './run-ackproof.ts'

function filesOf(...lines: string[]): readonly SampleFile[] {
  return samplesOf(codeBlocks({ path: 'docs/locks.md', text: lines.join('\n') })).files
}

const imports = "import { specify } from 'ackproof'"
const lock = "export const lock = specify('lock', { isLocked: false })"

describe('a sample that does not compile', () => {
  it('is named with the line of its page, also where it continues another', async () => {
    const files = filesOf(
      '# Locks',
      '```ts',
      imports,
      lock,
      '```',
      '<!-- sample: continues locks.ack.ts -->',
      '```ts',
      "export const more = lock.always('free', (s) => !s.locked)",
      '```',
    )
    const errors = await typeErrors(emptyFolder(), files)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/^docs\/locks\.md\/locks\.ack\.ts\(8,\d+\): error TS\d+: .*'locked'/)
  })

  it.each([
    ['an unused name', 'const spare = 1\nexport const used = 2'],
    ['an index that may be out of range', 'const list: number[] = [1]\nexport const first: number = list[0]'],
    ['an implicit any', 'export const id = (x) => x'],
  ])('for %s is found: the settings are strict', async (_, text) => {
    expect(await typeErrors(emptyFolder(), filesOf('```ts', text, '```'))).toHaveLength(1)
  })

  it('is found among others, and nothing is found where all compile', async () => {
    expect(await typeErrors(emptyFolder(), filesOf('```ts', imports, lock, '```'))).toEqual([])
  })
})

describe('a session', () => {
  it('gives what each command prints and its exit code, in a folder with the files of the page', async () => {
    const folder = folderOf(filesOf('```ts', imports, `${lock}.always('free', (s) => !s.isLocked)`, '```'))
    const results = await runShellSession(folder, [
      'npx ackproof check locks.ack.ts --quiet',
      'npx ackproof check nothing.ack.ts',
      'echo $?',
      'npx ackproof new a && npx ackproof check a.ack.ts --quiet',
    ])
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 2, 0, 0])
    expect(results[0]?.printed).toMatch(/^1 scenario: 1 as expected/)
    expect(results[1]?.printed).toMatch(/nothing\.ack\.ts/)
    expect(results[2]?.printed).toBe('2\n')
    expect(results[3]?.printed).toMatch(/^wrote a\.ack\.ts; check it with: npx ackproof check a\.ack\.ts\n2 scenarios/)
  })
})
