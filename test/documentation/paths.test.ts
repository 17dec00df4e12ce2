import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allPages, type Page, project } from './pages.ts'

const folders = 'spec|checker|counterexamples|runs|audit|reporters|node|cli|public|test|bench|live|docs|examples'
const path = new RegExp(`(?<![\\w/.])(?:${folders})/[\\w./-]*\\w`, 'g')

/** Files and folders of the project that a page names in code, outside its blocks. */
function pathsIn({ text }: Page): readonly string[] {
  const prose = text.replace(/^( *)(`{3,})[\s\S]*?^ *\2 *$/gm, '')
  return [...prose.matchAll(/`[^`\n]+`/g)].flatMap(([code]) => code.match(path) ?? [])
}

it('finds the paths that a page names', () => {
  const text = 'see `cli/main.ts`, `x/cli/main.ts`, `npx ackproof audit examples/broker.conf`\n```sh\ncli/no\n```\n'
  expect(pathsIn({ path: 'page.md', text })).toEqual(['cli/main.ts', 'examples/broker.conf'])
})

it('names no file or folder of the project that is not there', () => {
  const pages = allPages()
  expect(pages.flatMap(pathsIn).length).toBeGreaterThan(20)
  const wrong = pages.flatMap((page) =>
    pathsIn(page)
      .filter((each) => !existsSync(join(project, each)))
      .map((each) => `${page.path}: ${each}`),
  )
  expect(wrong).toEqual([])
})
