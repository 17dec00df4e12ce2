/** What the compiler says of common mistakes: the types of the language are made so that this is short, and says how to mend it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { project } from './documentation/pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'compiler-messages-'))

const start = `
import { at, bag, compose, disabled, each, insert, removeOne, set, specify, suite } from 'ackproof'
const writers = ['a', 'b'] as const
type Phase = 'working' | 'prepared' | 'committed'
type Message = { readonly type: 'commit'; readonly to: 'a' | 'b' } | { readonly type: 'vote'; readonly yes: boolean }
const base = specify('base', {
  phase: each(writers, 'working' as Phase),
  n: 0,
  on: false,
  title: 'x',
  mode: 'slow' as 'slow' | 'fast',
  inFlight: bag<Message>(),
  kinds: set<'p' | 'q'>(),
  hand: null as { readonly row: number } | null,
})
`

/** Mistakes by name; each is one file. */
const mistakes = {
  'a wrong literal of a member': `base.action('a').over('w', writers).changes((_s, { w }) => ({ phase: at(w, 'comitted') }))`,
  'a wrong literal': `base.action('a').changes(() => ({ mode: 'fats' }))`,
  'a wrong literal beside disabled': `base.action('a').changes((s) => (s.on ? disabled : { mode: 'fats' }))`,
  'an unknown variable': `base.action('a').changes(() => ({ modes: 'fast' }))`,
  'a wrong literal put into a bag': `base.action('a').changes((s) => ({ inFlight: insert(s.inFlight, { type: 'comit', to: 'a' }) }))`,
  'a wrong literal put into a set': `base.action('a').changes((s) => ({ kinds: insert(s.kinds, 'r') }))`,
  'a wrong literal taken from a set': `base.action('a').changes((s) => ({ kinds: removeOne(s.kinds, 'r') }))`,
  'a filtered bag': `base.action('a').changes((s) => ({ inFlight: s.inFlight.filter((m) => m.type === 'vote') }))`,
  'a set for a bag': `base.action('a').changes(() => ({ inFlight: set<Message>() }))`,
  'no changes before a promise': `base.action('a').when((s) => s.on).always('x', () => true)`,
  'no changes before the next action': `base.action('a').over('w', writers).action('b')`,
  'no changes before a suite': `suite('x', base.action('a').when((s) => s.on))`,
  'a joint step of no action': `compose('c', { base: base.action('go').changes(() => ({})), other: base }, { together: { x: { base: 'og' } } })`,
  'a shared variable that there is not': `compose('c', { base, other: base }, { share: { n: ['base.n', 'other.m'] } })`,
  'a guard that the effect does not know of': `base.action('a').when((s) => s.hand !== null).changes((s) => ({ n: s.hand.row }))`,
} as const

/** What compiles, though casts are left out. */
const fine = `
base
  .action('count').when((s) => s.n < 3 && !s.on && s.title !== 'y').changes((s) => ({ n: s.n + 1, on: true, title: 'y' }))
  .action('play').given('card', (s) => s.hand).changes((_s, { card }) => ({ n: card.row, hand: null }))
  .action('never').changes(() => disabled)
specify('kept', { mode: 'slow' as 'slow' | 'fast' })
  .action('a')
  // @ts-expect-error what was cast stays as narrow as it was
  .changes(() => ({ mode: 'other' }))
const each0 = specify('each', { count: each(writers, 0), isUp: each(writers, true), log: each(writers, [] as readonly number[]) })
each0.action('a').over('w', writers).changes((s, { w }) => ({ count: at(w, s.count[w] + 1), isUp: at(w, !s.isUp[w]) }))
`

const fileOf = (name: string): string => `${name.replaceAll(' ', '-')}.ts`
let messages: ReadonlyMap<string, string>

beforeAll(() => {
  for (const [name, text] of Object.entries({ ...mistakes, fine })) {
    writeFileSync(join(folder, fileOf(name)), `${start}${text}\n`)
  }
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2023',
    module: 'nodenext',
    types: [],
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    paths: { ackproof: [join(project, 'spec/language/index.ts')] },
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  messages = messagesByFile(compile())
}, 120_000)

function compile(): string {
  try {
    const compiler = join(project, 'node_modules/typescript/bin/tsc')
    return execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    })
  } catch (error) {
    return (error as { readonly stdout: string }).stdout
  }
}

/** Everything said about each file, without its place. */
function messagesByFile(output: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const said of output.split(/\n(?! )/)) {
    const [, file, text] = /^(.+?)\(\d+,\d+\): error (.*)$/s.exec(said.trimEnd()) ?? []
    // What the compiler has to say of the sources themselves is said elsewhere.
    if (file === undefined || text === undefined || file.startsWith('..')) continue
    found.set(file, `${found.get(file) ?? ''}${text}\n`)
  }
  return found
}

const saidOf = (name: keyof typeof mistakes): string => messages.get(fileOf(name)) ?? 'nothing'

describe('the compiler', () => {
  it('takes numbers, booleans and strings for what they are, and a cast for as narrow as it is', () => {
    expect(messages.get(fileOf('fine'))).toBe(undefined)
  })

  it('names the literal that was meant', () => {
    const meant = `'"comitted"' is not assignable to type '"committed" | "prepared" | "working" | undefined'. Did you mean '"committed"'?`
    expect(saidOf('a wrong literal of a member')).toContain(meant)
    expect(saidOf('a wrong literal of a member').split('\n').length).toBeLessThan(6)
    expect(saidOf('a wrong literal')).toMatch(
      /^TS\d+: Type '"fats"' is not assignable to type '"fast" \| "slow"[^\n]*\n$/,
    )
    expect(saidOf('a wrong literal beside disabled')).toMatch(
      /Type '"fats"' is not assignable to type '"fast" \| "slow" \| undefined'\.\n$/,
    )
  })

  it('tells a name that is no variable in one line', () => {
    expect(saidOf('an unknown variable')).toMatch(
      /^TS\d+: Type '\{ modes: string; \}' has no properties in common with type 'Changes<[^\n]*\n$/,
    )
  })

  it('lists the names that a composition has, in one line', () => {
    expect(saidOf('a joint step of no action')).toMatch(
      /^TS\d+: Type '"og"' is not assignable to type '"go" \| [^\n]{0,60}\n$/,
    )
    const variable = saidOf('a shared variable that there is not')
    expect(variable).toMatch(/^TS\d+: Type '"other.m"' is not assignable to type '[^\n]*"base.n"[^\n]*\n$/)
    expect(variable.length).toBeLessThan(400)
  })

  it('tells a wrong member of a set or a bag in one line', () => {
    expect(saidOf('a wrong literal put into a bag')).toBe(
      `TS2820: Type '"comit"' is not assignable to type '"commit" | "vote"'. Did you mean '"commit"'?\n`,
    )
    for (const name of ['a wrong literal put into a set', 'a wrong literal taken from a set'] as const) {
      expect(saidOf(name)).toBe(`TS2345: Argument of type '"r"' is not assignable to parameter of type '"p" | "q"'.\n`)
    }
  })

  it('says of a plain array that no bag made it', () => {
    expect(saidOf('a filtered bag')).toMatch(
      /^TS2741: Property '\[madeByBag\]' is missing in type '[^\n]*\[\]' but required in type 'Bag<Message>'\.\n$/,
    )
    expect(saidOf('a set for a bag')).toBe(
      "TS2741: Property '[madeByBag]' is missing in type 'SetOf<Message>' but required in type 'Bag<Message>'.\n",
    )
  })

  it('says that an action needs its changes', () => {
    const unfinished = 'Unfinished<"end this action with .changes(…) first">'
    for (const name of ['no changes before a promise', 'no changes before the next action'] as const) {
      expect(saidOf(name)).toBe(
        `TS2349: This expression is not callable.\n  Type '${unfinished}' has no call signatures.\n`,
      )
    }
    expect(saidOf('no changes before a suite')).toContain(unfinished)
  })

  it('says that a value may be null, which `given` narrows', () => {
    expect(saidOf('a guard that the effect does not know of')).toBe("TS18047: 's.hand' is possibly 'null'.\n")
  })

  it('shows nothing of how the types are made', () => {
    expect([...messages.values()].join('')).not.toMatch(/unique symbol|\[kind\]|No overload/)
    expect([...messages.keys()].toSorted()).toEqual(Object.keys(mistakes).map(fileOf).toSorted())
  })
})
