import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

/** Files that declare something, by name; what they declare stands on the sixth line. */
function declaring(files: Readonly<Record<string, string>>): Record<string, string> {
  const texts = Object.entries(files).map(([name, declaration]) => [
    `${name}.spec.ts`,
    `import { each, holds, specify, suite, violated } from 'ackproof'
const counter = ({ limit }: { limit: number }) =>
  specify('counter', { n: 0 }).always('small', (s) => s.n < limit)
const counters = suite('counters', counter, { limit: 2 })
export const expect = { small: holds }
export default ${declaration}
`,
  ])
  return Object.fromEntries(texts)
}

const folder = folderWith({
  'ok.spec.ts': `import { specify } from 'ackproof'
    export default specify('ok', { n: 0 }).always('zero', (s) => s.n === 0)`,
  'syntax.spec.ts': `import { specify } from 'ackproof'\nexport default specify('x', { a: 1 )\n`,
  'throws.spec.ts': `const config: { deep: number[] } = JSON.parse('{}')\n\nexport default config.deep[0]\n`,
  'throws-text.spec.ts': `throw 'just text'`,
  'declares-badly.spec.ts': `import { specify } from 'ackproof'
    export default specify('x', { a: 1 }).derive('a', () => 1)`,
  'unfinished.spec.ts': `import { specify } from 'ackproof'
    export default specify('x', { a: 1 }).action('inc')`,
  'no-suite.spec.ts': 'export const a = 1',
  'empty.spec.ts': '',
  'exits.spec.ts': 'process.exit(0)',
  'never-ends.spec.ts': 'await new Promise(() => {})\nexport default 1',
  'missing-package.spec.ts': `import x from 'no-such-package'\nexport default x`,
  'missing-file.spec.ts': `import x from './nope.ts'\nexport default x`,
  'missing-entry.spec.ts': `import x from 'ackproof/nope'\nexport default x`,
  'missing-export.spec.ts': `import { specify } from 'ackproof'\nimport { holds, specifi } from 'ackproof'\nexport default specifi(holds)`,
  'missing-part.spec.ts': `import { specify } from 'ackproof/parts'\nexport default specify`,
  'no-scenarios.spec.ts': `import { specify, suite } from 'ackproof'
    export default suite('bare', specify('x', { a: 1 }).always('one', (s) => s.a === 1))`,
  'promise.spec.ts': `import { specify } from 'ackproof'
    export default Promise.resolve(specify('x', { a: 1 }))`,
  'require.spec.js': `const { specify } = require('ackproof')\nmodule.exports = specify('x', { a: 1 })`,
  'config.yaml': 'a: 1',
  ...declaring({
    'misspelt-constant': `counters.scenario({ title: 'x', config: { Limit: 9 }, expect })`,
    'misspelt-option': `counters.scenario({ title: 'x', maxdepth: 1, expect })`,
    'no-depth': `counters.scenario({ title: 'x', maxDepth: 0, expect })`,
    'misspelt-count': `counters.scenario({ title: 'x', counts: { distict: 3 }, expect })`,
    'no-length': `counters.scenario({ title: 'x', expect: { small: violated(0) } })`,
    'text-for-a-length': `counters.scenario({ title: 'x', expect: { small: violated('3' as never) } })`,
    'call-of-a-constant': `counters.scenario({ title: 'x', expect: { small: (holds as never as () => never)() } })`,
    'two-of-an-id': `counters.scenario({ id: 'A2', title: 'x', expect }).scenario({ id: 'A2', title: 'y', expect })`,
    'no-call': `counters.scenario({ title: 'x', expect: { small: violated } })`,
    quoted: `counters.scenario({ title: 'x', expect: { small: 'holds' } })`,
    'no-neighbour': `counters.scenario({ title: 'x', neighbour: 'y', expect })`,
    'own-neighbour': `counters.scenario({ title: 'x', neighbour: 'x', expect })`,
    'no-title': `counters.scenario({ expect })`,
    'no-promise': `suite('s', specify('bare', { n: 0 })).scenario({ title: 'x', expect: {} })`,
    'no-promise-at-all': `specify('bare', { n: 0 })`,
    'two-starts': `counter({ limit: 1 }).startingFrom([{ n: 1 }]).startingFrom([{ n: 2 }])`,
    'number-for-a-name': `specify(5, { n: 0 })`,
    'number-for-a-suite': `suite(5, counter, { limit: 1 })`,
    'ragged-family': `specify('x', { f: each([1, 2], (i) => each(i === 1 ? [1] : [1, 2], 0)) })`,
    'pair-for-a-key': `specify('x', { f: each([['b', 1]], 0) })`,
    'prototype-for-a-parameter': `specify('x', { n: 0 }).action('a').over('__proto__', [1]).changes(() => ({}))`,
    'mutating-factory': `suite('s', ({ clients }: { clients: string[] }) => {
      clients.push('observer')
      return counter({ limit: clients.length })
    }, { clients: [] }).scenario({ title: 'x', expect })`,
  }),
})
mkdirSync(join(folder, 'folder'))
mkdirSync(join(folder, 'folder.ts'))

async function complaint(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await ackproof(words, { folder })
  expect({ code, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ code: 2, stdout: '', lines: 1 })
  expect(stderr).toMatch(/^ackproof: .+\n$/)
  return stderr
}

it.each([
  ['syntax.spec.ts', 'syntax.spec.ts:2:36', 'file=syntax.spec.ts,line=2,col=36,'],
  ['missing-file.spec.ts', 'missing-file.spec.ts:1:15', 'file=missing-file.spec.ts,line=1,col=15,'],
])('reports say where %s cannot be bundled', async (file, location, annotated) => {
  const annotations = await ackproof(['check', file, '--reporter', 'github'], { folder })
  expect(annotations.stdout).toContain(annotated)
  const { stdout } = await ackproof(['check', file, '--json', '-'], { folder })
  expect(JSON.parse(stdout).error.location).toBe(location)
  const { stdout: markdown } = await ackproof(['check', file, '--reporter', 'markdown'], { folder })
  expect(markdown).toContain('## Ackproof: there are no results')
})

describe('one clear line, exit code 2, no stack trace', () => {
  it.each([
    ['syntax.spec.ts', 'syntax.spec.ts:2:36: Expected "}" but found ")"'],
    ['throws.spec.ts', 'throws.spec.ts:3:23: TypeError: Cannot read properties of undefined'],
    ['throws-text.spec.ts', 'it threw just text'],
    ['declares-badly.spec.ts', 'there is a variable or derived value "a" already'],
    ['unfinished.spec.ts', 'the last action has no effect: end it with .changes(…)'],
    ['no-suite.spec.ts', 'expected an exported suite or specification, and none of its exports (a) is one'],
    ['empty.spec.ts', 'it exports nothing'],
    ['exits.spec.ts', 'it ended the process, or never finished, while it was loaded'],
    ['never-ends.spec.ts', 'it ended the process, or never finished, while it was loaded'],
    ['missing-package.spec.ts', 'missing-package.spec.ts:1:15: Could not resolve "no-such-package"'],
    ['missing-file.spec.ts', 'missing-file.spec.ts:1:15: Could not resolve "./nope.ts"'],
    ['missing-entry.spec.ts', 'missing-entry.spec.ts:1:15: "ackproof/nope" is no entry of ackproof'],
    [
      'missing-export.spec.ts',
      `": missing-export.spec.ts:2:17: SyntaxError: The requested module 'ackproof' does not provide an export named 'specifi'; did you mean "specify"?`,
    ],
    [
      'missing-part.spec.ts',
      `missing-part.spec.ts:1:10: SyntaxError: The requested module 'ackproof/parts' does not provide an export named 'specify'`,
    ],
    ['no-scenarios.spec.ts', 'suite "bare" of no-scenarios.spec.ts has no scenario'],
    ['promise.spec.ts', '"default" is a promise of something; await it in the file'],
    ['require.spec.js', `require.spec.js:1:29: require("ackproof") does not work in a specification`],
    ['nowhere.spec.ts', 'no such file: "nowhere.spec.ts"'],
    ['folder', 'there is no specification (*.ack.ts) in the folder "folder"'],
    ['folder.ts', 'there is no specification (*.ack.ts) in the folder "folder.ts"'],
    ['config.yaml', '"config.yaml" cannot be a specification'],
    ['clasic/die-hard', 'did you mean "classic/die-hard"?'],
    ['classic/zzz*', 'no built-in suite and no specification file matches "classic/zzz*"'],
    ['', 'SPEC is empty'],
  ])('check %s', async (file, message) => {
    expect(await complaint('check', file)).toContain(message)
  })

  it.each([
    ['misspelt-constant', /scenario "x" \(.*:6:\d+\): its configuration has the key "Limit".*did you mean "limit"\?/],
    ['misspelt-option', /scenario "x" \(.*:6:\d+\): it has the option "maxdepth".*did you mean "maxDepth"\?/],
    ['no-depth', /:6:\d+\): its maxDepth is 0\./],
    ['misspelt-count', /:6:\d+\): its counts have the key "distict"; did you mean "distinct"\?/],
    ['no-length', /:6:\d+: violated\(0\) pins no length/],
    ['no-call', /:6:\d+\): it expects the function violated of property "small"\. Write violated\(\)/],
    ['quoted', /:6:\d+\): it expects the text "holds" of property "small"\. Write holds, without quotes/],
    [
      'no-neighbour',
      /spec "counters", scenario "x" \(.*no-neighbour\.spec\.ts:6:\d+\): its neighbour "y" is no scenario/,
    ],
    ['text-for-a-length', /:6:\d+: violated\("3"\) pins no length/],
    ['call-of-a-constant', /:6:\d+: TypeError: holds is not a function; write holds alone, without \(\)/],
    ['two-of-an-id', /scenario "A2 y" \(.*:6:\d+\): it has the id "A2", and so has scenario "A2 x"/],
    ['own-neighbour', /:6:\d+\): it is its own neighbour/],
    ['no-title', /spec "counters" \(.*:6:\d+\): a scenario has no title/],
    ['no-promise', /:6:\d+\): its specification promises nothing/],
    ['no-promise-at-all', /spec "no-promise-at-all", scenario "bare": its specification promises nothing/],
    ['two-starts', /:6:\d+\): it has two startingFrom/],
    ['number-for-a-name', /:6:\d+: the name of a specification is a number/],
    ['number-for-a-suite', /:6:\d+: the name of a suite is 5, a number/],
    ['ragged-family', /:6:\d+\): the members of family "f" have different keys: f\.1 is a family over 1, f\.2 is/],
    ['pair-for-a-key', /:6:\d+\): family "f" has the key \["b",1\]/],
    ['prototype-for-a-parameter', /:6:\d+\): "__proto__" cannot be the name of a parameter/],
    ['mutating-factory', /building its specification changed clients\[0\] of the configuration/],
  ])('a declaration: %s', async (name, message) => {
    expect(await complaint('check', `${name}.spec.ts`)).toMatch(message)
  })

  it.each([
    [['chekc'], 'Did you mean check?'],
    [['help', 'chekc'], 'unknown command "chekc"'],
    [[], 'no command'],
    [['check', '--max-states', '1e99'], "'1e99' is invalid"],
    [['check', 'ok.spec.ts', '--scenario', 'nope'], 'there is no scenario "nope"; there are: ok'],
    [['check', 'ok.spec.ts', '--json', 'folder'], 'cannot write the report to "folder": it is a folder'],
    [['check', 'ok.spec.ts', '--json', 'config.yaml/x.json'], 'cannot write the report to "config.yaml/x.json"'],
    [['check', 'ok.spec.ts', '--json', '/proc/nope/x.json'], 'cannot write the report to "/proc/nope/x.json"'],
    [['check', 'ok.spec.ts', '--dot', 'config.yaml'], 'cannot write diagrams to "config.yaml"'],
    [['new', 'a/b'], '"a/b" cannot be the name of a file'],
    [['new', ''], 'cannot be the name of a file'],
    [['show', 'nope'], 'there is no built-in suite, file or folder "nope"'],
    [['audit', 'nope.conf'], 'no such file: "nope.conf"'],
    [['audit', 'folder'], 'there is no *.conf, *.properties or *.yaml in the folder "folder"'],
    [['audit', '/dev/zero'], '"/dev/zero" is no regular file'],
    [['audit', 'config.yaml'], 'config.yaml: this is YAML without settings of RocketMQ'],
    [['audit', 'ok.spec.ts'], 'no setting of RocketMQ is recognised in this file'],
    [['audit', '--rocketmq', '3.2', 'x.conf'], 'Expected a version of RocketMQ from 4.9 to 5.4'],
  ])('%j', async (words, message) => {
    expect(await complaint(...words)).toContain(message)
  })

  it('but a stack trace for --debug', async () => {
    const { code, stderr } = await ackproof(['check', 'throws.spec.ts', '--debug'], { folder })
    expect(code).toBe(2)
    expect(stderr).toMatch(/\n {4}at .*throws\.spec\.ts:3:23/)
  })
})
