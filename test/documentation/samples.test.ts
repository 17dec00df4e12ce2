import { describe, expect, it } from 'vitest'
import { codeBlocks } from './pages.ts'
import { samplesOf } from './samples.ts'

const read = (...lines: string[]) => samplesOf(codeBlocks({ path: 'docs/locks.md', text: lines.join('\n') }))

describe('a sample', () => {
  it('of TypeScript is a file, named by its first line or after its page', () => {
    const { files, samples, problems } = read('```ts', '// lease.ack.ts', '```', '```ts', '```', '```ts', '```')
    expect(files.map(({ name }) => name)).toEqual(['lease.ack.ts', 'locks-2.ack.ts', 'locks-3.ack.ts'])
    expect(samples.map((sample) => sample.kind === 'specification' && sample.exitCode)).toEqual([0, 0, 0])
    expect(problems).toEqual([])
  })

  it('is a test where its first line says so', () => {
    const { samples } = read('```ts', '// lease.test.ts', '```')
    expect(samples).toMatchObject([{ kind: 'test', file: 'lease.test.ts', exitCode: 0 }])
  })

  it('may continue an earlier one, and state another exit code', () => {
    const { files, samples } = read(
      '<!-- sample: exits 1 -->',
      '```ts',
      'one',
      '```',
      '<!-- sample: continues locks.ack.ts -->',
      '```ts',
      'two',
      '```',
    )
    expect(files.map(({ blocks }) => blocks.map(({ text }) => text))).toEqual([['one\n', 'two\n']])
    expect(samples).toMatchObject([{ kind: 'specification', file: 'locks.ack.ts', exitCode: 1 }])
  })

  it('of a session is what is typed and what is printed', () => {
    const { samples } = read(
      '```console',
      '$ npx ackproof check \\',
      '  a',
      'printed',
      '',
      'more',
      '$ echo $?',
      '0',
      '```',
    )
    expect(samples).toMatchObject([
      {
        kind: 'session',
        commands: [
          { command: 'npx ackproof check \\\n  a', output: 'printed\n\nmore\n' },
          { command: 'echo $?', output: '0\n' },
        ],
      },
    ])
  })

  it('of a session may leave the files of its page out, and go on', () => {
    const { samples } = read(
      '<!-- sample: in a new folder -->',
      '```console',
      '$ npx ackproof new a',
      '```',
      '<!-- sample: goes on -->',
      '```console',
      '$ ls',
      '```',
    )
    expect(samples).toMatchObject([
      { kind: 'session', hasFiles: false, commands: [{ command: 'npx ackproof new a' }, { command: 'ls' }] },
    ])
  })

  it('of commands is run where it is ours, and looked up where it is the repository’s', () => {
    const { samples } = read(
      '```sh',
      'npm ci && npm test   # all',
      'npx ackproof new lock && npx ackproof check lock.ack.ts',
      '```',
    )
    expect(samples).toMatchObject([
      {
        kind: 'session',
        commands: [{ command: 'npx ackproof new lock && npx ackproof check lock.ack.ts', output: null }],
      },
      { kind: 'npm', command: 'npm ci' },
      { kind: 'npm', command: 'npm test' },
    ])
  })

  it('of JSON names the command that prints it', () => {
    const { samples } = read('<!-- sample: output of npx ackproof list -->', '```json', '{ "a": 1 }', '```')
    expect(samples).toMatchObject([{ kind: 'json', command: 'npx ackproof list', value: { a: 1 } }])
  })
})

describe('a block that is not understood', () => {
  it.each([
    [
      'a language',
      ['```typescript', '```'],
      'its language is "typescript"; expected ts, console, sh, json, yaml or text',
    ],
    ['no language', ['```', '```'], 'its language is ""'],
    ['a directive', ['<!-- sample: skip -->', '```ts', '```'], '"sample: skip" says nothing of a block of ts'],
    ['a directive of another language', ['<!-- sample: exits 1 -->', '```sh', '```'], 'says nothing of a block of sh'],
    ['a file to continue', ['<!-- sample: continues a.ts -->', '```ts', '```'], 'it continues "a.ts", which no block'],
    ['two files', ['```ts', '// a.ts', '```', '```ts', '// a.ts', '```'], 'there are two files named "a.ts"'],
    ['a session without a command', ['```console', 'printed', '```'], 'begins with a line "$ …"'],
    ['a session to go on', ['<!-- sample: goes on -->', '```console', '$ ls', '```'], 'no session is right before it'],
    ['a command', ['```console', '$ rm -r x', '```'], '"rm -r x" is not run here'],
    ['JSON without a command', ['```json', '{}', '```'], 'comes after <!-- sample: output of npx ackproof … -->'],
    ['bad JSON', ['<!-- sample: output of npx ackproof list -->', '```json', '{,}', '```'], 'it is no JSON'],
  ])('for its %s is a problem, with its place', (_, lines, problem) => {
    const { problems } = read('# Locks', ...lines)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^docs\/locks\.md:\d+: this code block cannot be tested: /)
    expect(problems[0]).toContain(problem)
  })
})
