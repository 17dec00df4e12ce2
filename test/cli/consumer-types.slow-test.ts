/**
 * The types of the package, as somebody's project meets them: laid out as installed, under the oldest and the newest
 * compiler that are supported, each module setting, and a library of 2020 without browser or Node.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const consumer = mkdtempSync(join(tmpdir(), 'consumer-types-'))

const compilers = ['typescript-5.4', 'typescript-5.9', 'typescript'] as const
/** Module setting, and how modules are found under it. */
const settings = [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
] as const

const { exports: entries } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>
}

/** A specification that uses what the types have to work for. */
const specification = `
import { at, bag, type Changes, disabled, each, fromReducer, holds, insert, removeOne, reachable, set, some, specify, type StateOf, suite, upTo, violated } from 'ackproof'

const nodes = ['a', 'b'] as const
type Message = { readonly type: 'vote'; readonly from: 'a' | 'b' } | { readonly type: 'commit' }

const vote = ({ losses }: { losses: number }) =>
  specify('vote', { inFlight: bag<Message>(), votes: set<'a' | 'b'>(), phase: each(nodes, 'idle' as 'idle' | 'done'), losses, top: null as Message | null })
    .derive('isDecided', (s) => s.votes.length === 2)
    .action('vote').over('from', nodes)
      .when((s, { from }) => s.phase[from] === 'idle')
      .changes((s, { from }) => ({ phase: at(from, 'done'), inFlight: insert(s.inFlight, { type: 'vote', from }) }))
    .action('deliver').over('message', (s) => s.inFlight)
      .given('from', (_s, { message }) => (message.type === 'vote' ? message.from : null))
      .changes((s, { message, from }) => ({ inFlight: removeOne(s.inFlight, message), votes: insert(s.votes, from), top: message }))
    .action('lose').fault().over('message', (s) => s.inFlight)
      .changes((s, { message }) => (s.losses === 0 ? disabled : { inFlight: removeOne(s.inFlight, message), losses: s.losses - 1 }))
    .always('a vote is from somebody who is done', (s) => !s.isDecided || !some(s.phase, 'idle'))
    .alwaysStep('votes stay', (before, step, after) => step.action !== 'deliver' || (step.args.from === 'a') === true || before.votes.length <= after.votes.length)
    .reachable('decided', (s) => s.isDecided)
    .fair('weak', 'deliver', 'message')

export type State = StateOf<ReturnType<typeof vote>>

type CartAction = { type: 'cart/added'; payload: { sku: string; qty: number } } | { type: 'cart/cleared' }
declare const cartReducer: (state: { lines: string[] } | undefined, action: CartAction) => { lines: string[] }
export const cart = fromReducer('cart', cartReducer, {
  initial: { lines: [] },
  events: { 'cart/added': { payload: (s) => [{ sku: 'tea', qty: s.lines.length }] }, 'cart/cleared': {} },
  when: { 'cart/added': (_s, { payload }) => payload.qty < 3 },
}).always('few', (s) => s.lines.length < 9).fair('weak', 'cart/added', 'payload')
export const none: Changes<{ n: number }> = disabled

export default suite('vote', vote, { losses: 0 }).scenario({
  title: 'nothing is lost',
  expect: { 'a vote is from somebody who is done': holds, 'votes stay': holds, decided: reachable() },
  faults: { losses: upTo(1, 'loss', 'losses') },
}).scenario({
  title: 'one is',
  config: { losses: 1 },
  expect: { 'a vote is from somebody who is done': violated(), 'votes stay': holds, decided: reachable() },
})
`

const wrong = `
import { specify } from 'ackproof'
specify('wrong', { mode: 'slow' as 'slow' | 'fast' }).action('a').changes(() => ({ mode: 'fats' }))
`

beforeAll(() => {
  const installed = join(consumer, 'node_modules/ackproof')
  mkdirSync(installed, { recursive: true })
  for (const part of ['dist', 'package.json']) cpSync(join(root, part), join(installed, part), { recursive: true })
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ type: 'module' }))
  const modules = Object.keys(entries).filter((entry) => !entry.endsWith('.json'))
  const imports = modules.map((entry, at) => `export * as entry${at} from '${entry.replace('.', 'ackproof')}'`)
  writeFileSync(join(consumer, 'entries.ts'), `${imports.join('\n')}\n`)
  writeFileSync(join(consumer, 'vote.ts'), specification)
  writeFileSync(join(consumer, 'wrong.ts'), wrong)
})

/** What the compiler complains of, each with its place; empty where all is well. */
function complaints(compiler: string, module: string, moduleResolution: string): Promise<readonly string[]> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2020',
    lib: ['es2020'],
    types: [],
    skipLibCheck: false,
    module,
    moduleResolution,
  }
  const project = join(consumer, `${compiler}-${module}.json`)
  writeFileSync(project, JSON.stringify({ compilerOptions, files: ['entries.ts', 'vote.ts', 'wrong.ts'] }))
  const tsc = join(root, 'node_modules', compiler, 'bin/tsc')
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsc, '-p', project, '--pretty', 'false'],
      { cwd: consumer },
      (error, stdout, stderr) => {
        if (error !== null && stdout.trim() === '') reject(new Error(`the compiler did not run: ${stderr}`))
        else resolve(stdout.split(/\n(?! )/).filter((line) => line.trim() !== ''))
      },
    )
  })
}

describe.each(compilers)('the types of every entry, compiled with %s', (compiler) => {
  it.each(settings)('are clean under module %s, and find the mistake of a consumer', async (module, resolution) => {
    expect(await complaints(compiler, module, resolution)).toEqual([
      expect.stringMatching(/^wrong\.ts\(3,\d+\): error TS2322: Type '"fats"' is not assignable to type '"/),
    ])
  })
})
