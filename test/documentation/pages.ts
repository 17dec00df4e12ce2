/** The pages of the documentation, and what stands in them: code blocks and links. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the project, with a slash at its end. */
export const project = fileURLToPath(new URL('../../', import.meta.url))

export interface Page {
  /** From the project's folder, with slashes: `docs/report.md`. */
  readonly path: string
  readonly text: string
}

export interface CodeBlock {
  readonly page: string
  /** Line of the page on which its text begins, from 1. */
  readonly line: number
  /** The first word after the fence, or ''. */
  readonly language: string
  readonly text: string
  /** What `<!-- sample: … -->` on the line before the fence says, or null. */
  readonly directive: string | null
}

export interface Link {
  readonly page: string
  readonly line: number
  readonly target: string
}

/** Where files of the project are found from anywhere, as on the page of a registry. */
const published =
  /^https:\/\/(?:github\.com\/ackproof\/ackproof\/(?:blob|tree)|raw\.githubusercontent\.com\/ackproof\/ackproof)\/main\//

/** A link to a file of the project as a path from its folder, and any other as it is. */
export function fromProject(target: string): string {
  return target.replace(published, '/')
}

/** The README, the guide for contributors, the list of changes, and everything under `docs`. */
export function allPages(): readonly Page[] {
  const inDocs = readdirSync(`${project}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs.sort()].map((path) => ({
    path,
    text: readFileSync(project + path, 'utf8'),
  }))
}

const fence = /^( *)(`{3,}|~{3,})\s*(\S*)/
const directive = /^\s*<!-- sample: (.*?) -->\s*$/

/** The fenced code blocks of a page, in order. Throws where a block is never closed. */
export function codeBlocks({ path, text }: Page): readonly CodeBlock[] {
  const lines = text.split('\n')
  const blocks: CodeBlock[] = []
  for (let index = 0; index < lines.length; index++) {
    const [, indent = '', ticks, language = ''] = fence.exec(lines[index] ?? '') ?? []
    if (ticks === undefined) continue
    const end = lines.findIndex((line, at) => at > index && line.trim() === ticks)
    if (end < 0) throw new Error(`${path}:${index + 1}: this code block is never closed`)
    const body = lines.slice(index + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    blocks.push({
      page: path,
      line: index + 2,
      language,
      text: `${body.join('\n')}\n`,
      directive: directive.exec(lines[index - 1] ?? '')?.[1] ?? null,
    })
    index = end
  }
  return blocks
}

/** Links and pictures of a page, but for those in code. */
export function links({ path, text }: Page): readonly Link[] {
  const prose = text.replace(/^( *)(`{3,})[\s\S]*?^ *\2 *$/gm, blank).replace(/`[^`\n]*`/g, blank)
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => ({
    page: path,
    line: prose.slice(0, match.index).split('\n').length,
    target: match[1] ?? '',
  }))
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

/** Targets of links into a page, as GitHub makes them of its headings. */
export function anchors({ text }: Page): readonly string[] {
  const seen = new Map<string, number>()
  return [...text.matchAll(/^#{1,6} +(.*)$/gm)].map((match) => {
    const anchor = (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
}
