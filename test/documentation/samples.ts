/**
 * What a code block of the documentation promises, so that a test can hold it to that:
 *
 * - `ts` is a file that type-checks, and whose specifications come out as they expect. Its first line may name it
 *   (`// lease.ack.ts`); otherwise it is called after the page. `<!-- sample: continues lease.ack.ts -->` on the line
 *   before the block adds it to an earlier file; `<!-- sample: exits 1 -->` states another exit code.
 * - `ts` whose first line names a `*.test.ts` is a test, which vitest runs in a project with the package and the other files.
 * - `console` is a session: lines that begin with `$ ` are typed, the others are what is printed. It runs in a folder with
 *   the files of the page, or after `<!-- sample: in a new folder -->` without these; `<!-- sample: goes on -->` adds it to
 *   the session before it.
 * - `sh` is a list of commands that succeed. Those of npm are not run, but have to exist.
 * - `json` comes after `<!-- sample: output of COMMAND -->` and is part of what that command prints.
 * - `yaml` parses, and what it runs of this program has commands and options that exist.
 * - `text` is a drawing, and promises nothing.
 */
import { basename } from 'node:path'
import { parse } from 'yaml'
import { parseArguments } from '../../cli/commands.ts'
import type { CodeBlock } from './pages.ts'

export type Sample =
  | {
      readonly kind: 'specification' | 'test'
      readonly block: CodeBlock
      readonly file: string
      readonly exitCode: number
    }
  | Session
  | { readonly kind: 'json'; readonly block: CodeBlock; readonly command: string; readonly value: unknown }
  | { readonly kind: 'npm'; readonly block: CodeBlock; readonly command: string }

interface Session {
  readonly kind: 'session'
  readonly block: CodeBlock
  readonly commands: readonly TypedCommand[]
  /** Whether the files of the page are there. */
  readonly hasFiles: boolean
}

export interface TypedCommand {
  readonly command: string
  /** What is printed, as the page shows it; null where it does not say. */
  readonly output: string | null
}

export interface SampleFile {
  readonly name: string
  /** The blocks that it consists of, in order. */
  readonly blocks: readonly CodeBlock[]
}

export interface PageSamples {
  readonly files: readonly SampleFile[]
  readonly samples: readonly Sample[]
  /** Blocks that are not understood, one sentence each. */
  readonly problems: readonly string[]
}

export function samplesOf(blocks: readonly CodeBlock[]): PageSamples {
  const files: SampleFile[] = []
  const samples: Sample[] = []
  const problems: string[] = []
  for (const block of blocks) {
    const { page, line } = block
    try {
      if (block.language === 'console' && block.directive === 'goes on') goOn(block, samples)
      else samples.push(...understand(block, files))
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      problems.push(`${page}:${line}: this code block cannot be tested: ${error.message} (see CONTRIBUTING.md)`)
    }
  }
  return { files, samples, problems }
}

class NotUnderstood extends Error {}

/** Adds what is typed to the last session. */
function goOn(block: CodeBlock, samples: Sample[]): void {
  const last = samples.at(-1)
  if (last?.kind !== 'session') throw new NotUnderstood('it goes on, and no session is right before it')
  samples[samples.length - 1] = { ...last, commands: [...last.commands, ...session(block)] }
}

/** Adds what a file consists of to `files`. */
function understand(block: CodeBlock, files: SampleFile[]): readonly Sample[] {
  if (block.language === 'ts') return specification(block, files)
  if (block.language === 'json') return [json(block)]
  if (block.language === 'console' && block.directive === 'in a new folder') {
    return [{ kind: 'session', block, commands: session(block), hasFiles: false }]
  }
  refuseDirective(block)
  switch (block.language) {
    case 'console':
      return [{ kind: 'session', block, commands: session(block), hasFiles: true }]
    case 'sh':
      return commandList(block)
    case 'yaml':
      requireYaml(block)
      return []
    case 'text':
      return []
    default:
      throw new NotUnderstood(`its language is "${block.language}"; expected ts, console, sh, json, yaml or text`)
  }
}

function specification(block: CodeBlock, files: SampleFile[]): readonly Sample[] {
  const continued = /^continues (\S+)$/.exec(block.directive ?? '')?.[1]
  if (continued !== undefined) {
    const index = files.findIndex(({ name }) => name === continued)
    const file = files[index]
    if (file === undefined) throw new NotUnderstood(`it continues "${continued}", which no block before it begins`)
    files[index] = { ...file, blocks: [...file.blocks, block] }
    return []
  }
  const exitCode = /^exits (\d+)$/.exec(block.directive ?? '')?.[1]
  if (exitCode === undefined) refuseDirective(block)
  const file = /^\/\/ (\S+\.(?:[mc]?ts|[mc]?js|[tj]sx))\n/.exec(block.text)?.[1] ?? fileName(block.page, files.length)
  if (files.some(({ name }) => name === file))
    throw new NotUnderstood(`there are two files named "${file}" on its page`)
  files.push({ name: file, blocks: [block] })
  const kind = file.endsWith('.test.ts') ? 'test' : 'specification'
  return [{ kind, block, file, exitCode: Number(exitCode ?? 0) }]
}

/** `always.ack.ts`, `always-2.ack.ts`. */
function fileName(page: string, before: number): string {
  const stem = basename(page, '.md').toLowerCase()
  return before === 0 ? `${stem}.ack.ts` : `${stem}-${before + 1}.ack.ts`
}

function session(block: CodeBlock): readonly TypedCommand[] {
  const [before, ...typed] = block.text.split(/^\$ /m)
  if (before !== '' || typed.length === 0) {
    throw new NotUnderstood('a console block begins with a line "$ …" that somebody typed')
  }
  return typed.map((text) => {
    const [command = '', ...output] = text.split(/(?<!\\)\n/)
    requireRunnable(command)
    return { command, output: output.join('\n') }
  })
}

function commandList(block: CodeBlock): readonly Sample[] {
  const lines = block.text
    .split(/(?<!\\)\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
  const ours = lines.filter((line) => /\bnpx ackproof\b/.test(line))
  for (const line of ours) requireRunnable(line)
  const others = lines.filter((line) => !ours.includes(line)).flatMap((line) => line.split('&&'))
  const npm = others.map((command): Sample => ({ kind: 'npm', block, command: command.trim() }))
  if (ours.length === 0) return npm
  const commands = ours.map((command) => ({ command, output: null }))
  return [{ kind: 'session', block, commands, hasFiles: true }, ...npm]
}

/** Samples are for readers, so they keep to what a reader would paste: this program, and questions about its result. */
function requireRunnable(command: string): void {
  const words = command.split(/&&|\|\||[|;]/).map((part) => part.trim())
  const strange = words.find((part) => !/^(npx ackproof|echo|cat|ls|head|tail|grep|sed|sort|wc)\b/.test(part))
  if (strange !== undefined) throw new NotUnderstood(`"${strange}" is not run here; write "npx ackproof …"`)
}

function json(block: CodeBlock): Sample {
  const command = /^output of (npx ackproof .*)$/.exec(block.directive ?? '')?.[1]
  if (command === undefined) {
    throw new NotUnderstood(
      'a json block comes after <!-- sample: output of npx ackproof … -->, with the command that prints it',
    )
  }
  try {
    return { kind: 'json', block, command, value: JSON.parse(block.text) as unknown }
  } catch (error) {
    throw new NotUnderstood(`it is no JSON: ${String(error)}`)
  }
}

function requireYaml({ text }: CodeBlock): void {
  try {
    parse(text)
    for (const [, command = ''] of text.matchAll(/npx ackproof (.*)/g))
      parseArguments(command.split(' '), '0', () => {})
  } catch (error) {
    throw new NotUnderstood(`it is no YAML, or runs what there is not: ${String(error)}`)
  }
}

function refuseDirective(block: CodeBlock): void {
  if (block.directive === null) return
  throw new NotUnderstood(`"sample: ${block.directive}" says nothing of a block of ${block.language}`)
}
