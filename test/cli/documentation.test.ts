import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PropertyKind } from '../../spec/language/index.ts'
import {
  allPages,
  anchors,
  type CodeBlock,
  codeBlocks,
  fromProject,
  links,
  type Page,
  project,
} from '../documentation/pages.ts'
import { comparable, differenceOfJson, fitsPrinted } from '../documentation/printed.ts'
import { type Sample, samplesOf } from '../documentation/samples.ts'
import { folderOf, runShellSession } from '../documentation/session.ts'
import { typeErrors } from '../documentation/type-check.ts'
import { consumer } from './consumer.ts'

const pages = allPages()
const perPage = pages.map((page) => ({ page, ...samplesOf(codeBlocks(page)) }))

it('type-checks every TypeScript sample under strict settings', async () => {
  const files = perPage.flatMap((page) => page.files)
  expect(files.length).toBeGreaterThan(0)
  expect(await typeErrors(mkdtempSync(join(tmpdir(), 'ackproof-types-')), files)).toEqual([])
})

it.each(perPage)('understands every code block of $page.path', ({ problems }) => {
  expect(problems).toEqual([])
})

type Specification = Extract<Sample, { kind: 'specification' }>
const isSound = (sample: Sample): sample is Specification => sample.kind === 'specification' && sample.exitCode === 0

describe.each(perPage.filter(({ samples }) => samples.length > 0))('$page.path', ({ files, samples }) => {
  // Most of the time goes into starting the program, so it is started once for all that succeed.
  const sound = samples.filter(isSound)
  if (sound.length > 0) {
    it.concurrent('has specifications that are met', async () => {
      const names = [...new Set(sound.map(({ file }) => file))]
      const [result] = await runShellSession(folderOf(files), [`npx ackproof check ${names.join(' ')}`])
      expect(result?.exitCode, result?.printed).toBe(0)
    })
  }

  const others = samples.filter((sample) => !isSound(sample))
  it.concurrent.each(others.map((sample) => [titleOf(sample), sample] as const))('%s', async (_, sample) => {
    switch (sample.kind) {
      case 'specification': {
        const [result] = await runShellSession(folderOf(files), [`npx ackproof check ${sample.file}`])
        expect(result?.exitCode, result?.printed).toBe(sample.exitCode)
        break
      }
      case 'test': {
        const texts = files.map(({ name, blocks }) => [name, blocks.map(({ text }) => text).join('')] as const)
        const { exitCode, printed } = await consumer(Object.fromEntries(texts)).vitest(sample.file)
        expect(exitCode, printed).toBe(sample.exitCode)
        break
      }
      case 'session':
        await requireShellSession(sample, folderOf(sample.hasFiles ? files : []))
        break
      case 'json': {
        const [result] = await runShellSession(folderOf(files), [sample.command])
        expect(differenceOfJson(sample.value, JSON.parse(result?.printed ?? ''))).toBe(null)
        break
      }
      case 'npm':
        requireNpmCommand(sample.command)
        break
    }
  })
})

function titleOf(sample: Sample): string {
  const what = {
    specification: 'the specification',
    test: 'the test',
    session: 'the session',
    json: 'the report',
    npm: 'the command',
  }
  return `${what[sample.kind]} on line ${placeOf(sample.block)} is as the page says`
}

function placeOf({ line }: CodeBlock): string {
  return String(line)
}

type ShellSession = Extract<Sample, { kind: 'session' }>

/** A command succeeds, unless the next one shows its exit code: `$ echo $?`. */
async function requireShellSession({ commands }: ShellSession, folder: string): Promise<void> {
  const results = await runShellSession(
    folder,
    commands.map(({ command }) => command),
  )
  for (const [index, { command, output }] of commands.entries()) {
    const { exitCode, printed } = results[index] ?? { exitCode: Number.NaN, printed: '' }
    if (output !== null && !fitsPrinted(output, printed)) {
      expect(comparable(printed), `$ ${command}`).toBe(comparable(output))
    }
    const tellsExitCode = commands[index + 1]?.command.trim() === 'echo $?'
    if (!tellsExitCode) expect(exitCode, `exit code of: ${command}\n${printed}`).toBe(0)
  }
}

/** Commands for a clone of the repository. They take long, or install things, so it is enough that they exist. */
function requireNpmCommand(command: string): void {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const [program = '', word = '', script = ''] = command.split(/\s+/)
  if (program === 'npx') expect(existsSync(join(project, 'node_modules/.bin', word)), command).toBe(true)
  else if (program !== 'npm') expect(statSync(join(project, program)).isFile(), command).toBe(true)
  else if (word === 'run') expect(Object.keys(scripts), command).toContain(script)
  else if (!['ci', 'install'].includes(word)) expect(Object.keys(scripts), command).toContain(word)
}

describe('the pages on properties', () => {
  const pageOf: Readonly<Record<PropertyKind, string>> = {
    always: 'always',
    'always-step': 'always-step',
    reachable: 'reachable',
    'reachable-step': 'reachable',
    'deadlock-free': 'deadlock',
    eventually: 'eventually',
    'leads-to': 'leads-to',
    'leads-to-always': 'leads-to-always',
    'infinitely-often': 'infinitely-often',
    'infinitely-often-step': 'infinitely-often-step',
    'eventually-always': 'eventually-always',
    'can-always-reach': 'can-always-reach',
    'no-way-back': 'no-way-back',
    unless: 'unless',
    refines: 'refines',
  }
  const overview = pages.find(({ path }) => path === 'docs/properties/index.md')?.text ?? ''

  it.each(Object.entries(pageOf))(
    'have one for %s, with a sample, a counterexample and what bounds mean',
    (_, name) => {
      const samples = perPage.find(({ page }) => page.path === `docs/properties/${name}.md`)
      expect(samples?.samples.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['specification', 'session']))
      expect(samples?.page.text).toContain('\n## Under a bound\n')
      expect(overview).toContain(`](${name}.md)`)
    },
  )
})

describe('the page on reports', () => {
  /** By the names of actions, parameters and variables, which are the user's. */
  const ofBudgets = ['budget', 'from', 'fewest', 'safe', 'exceptions', 'undecided', 'verdicts']
  const keyedByName = ['configuration', 'actions', 'params', 'state', 'abstract', ...ofBudgets]

  function fieldsOf(value: unknown): readonly string[] {
    if (Array.isArray(value)) return value.flatMap(fieldsOf)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, inner]) => [
      name,
      ...(keyedByName.includes(name) ? [] : fieldsOf(inner)),
    ])
  }

  it('names every field that a report has', async () => {
    const ownPages = ['docs/report.md', 'docs/faults.md']
    const folder = folderOf(perPage.flatMap(({ page, files }) => (ownPages.includes(page.path) ? files : [])))
    const page = pages.find(({ path }) => path === 'docs/report.md')?.text ?? ''
    const reports = await runShellSession(folder, [
      'npx ackproof check channel.ack.ts --json -',
      'npx ackproof check classic/die-hard --json -',
      'npx ackproof check mirror.ack.ts --faults --json -',
    ])
    const fields = new Set(reports.flatMap(({ printed }) => fieldsOf(JSON.parse(printed))))
    expect(fields.size).toBeGreaterThan(50)
    expect([...fields].filter((name) => !new RegExp(`[\`.]${name}(\\[\\]|\\{\\})?\``).test(page))).toEqual([])
  })
})

describe('links', () => {
  it.each(pages.map((page) => [page.path, page] as const))('of %s lead somewhere', (_, page) => {
    expect(links(page).flatMap(({ line, target }) => brokenLink(page, line, target))).toEqual([])
  })
})

it('of README.md work where only that page is shown, as in a registry', () => {
  const readme = pages.filter(({ path }) => path === 'README.md').flatMap(links)
  expect(readme.length).toBeGreaterThan(20)
  expect(readme.filter(({ target }) => !/^(https:|#)/.test(target))).toEqual([])
})

/** The link with its place where it leads nowhere in this repository; other sites are taken on trust. */
function brokenLink({ path }: Page, line: number, target: string): readonly string[] {
  const own = fromProject(target)
  if (/^[a-z]+:/.test(own)) return []
  const [file = '', anchor] = own.split('#')
  const found = file === '' ? path : file.startsWith('/') ? file.slice(1) : posix.join(dirname(path), file)
  const linked = pages.find((each) => each.path === found)
  const leads =
    anchor === undefined ? existsSync(join(project, found)) : linked !== undefined && anchors(linked).includes(anchor)
  return leads ? [] : [`${path}:${line}: ${target}`]
}
