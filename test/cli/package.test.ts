import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fromProject, links } from '../documentation/pages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Entry {
  readonly types: string
  readonly default: string
}

const {
  exports: entries,
  bin,
  scripts,
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  /** A schema is a file, and has no types. */
  readonly exports: Readonly<Record<string, Entry | string>>
  readonly bin: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<'start' | 'rows', string>>
}

const packed: ReadonlySet<string> = new Set(
  (
    JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
    ) as readonly [{ readonly files: readonly { readonly path: string }[] }]
  )[0].files.map(({ path }) => path),
)

/** Ten megabytes of pictures, which nobody wants in a package: the link to them is a whole address. */
const isOnlineOnly = (target: string): boolean => target === 'counterexamples/gallery'

describe('the main command', () => {
  // Continuous integration checks all rows; the main command is for somebody who waits for it.
  it('checks a selection of the rows in the same way, and draws what breaks', () => {
    const drawn = '--dot out/diagrams --json'
    expect(scripts.start).toBe(scripts.rows.replace('--strict', '--up-to-states 3000').replace('--json', drawn))
  })
})

describe('the package', () => {
  it('has the program, and every entry with its types', () => {
    const wanted = [
      ...Object.values(bin),
      ...Object.values(entries).flatMap((each) => (typeof each === 'string' ? each : Object.values(each))),
    ]
    for (const file of wanted) expect(packed).toContain(file.replace('./', ''))
    expect(packed).toContain('dist/node/worker.js')
  })

  it('has no tests, no oracle, no benchmarks, nothing for real brokers, and no source maps without their sources', () => {
    const odd =
      /(^|\/)(test|testing|oracle|reference|bench|live|fixtures)\/|\.map$|\.(slow-)?test|\.ts$(?<!\.d\.ts|^examples\/[\w-]+\.ack\.ts)/
    expect([...packed].filter((file) => odd.test(file))).toEqual([])
  })

  it('has what its README and the pages of it link to, and the examples that they run', () => {
    const pages = [...packed].filter((file) => file.endsWith('.md'))
    expect(pages).toContain('README.md')
    const missing = pages.flatMap((page) =>
      links({ path: page, text: readFileSync(join(root, page), 'utf8') })
        .map(({ target }) => fromProject(target).replace(/#.*$/, ''))
        .filter((target) => target !== '' && !/^https?:/.test(target))
        .map((target) => (target.startsWith('/') ? target.slice(1) : join(dirname(page), target)))
        .filter((target) => !isOnlineOnly(target))
        .filter((target) => !packed.has(target) && ![...packed].some((file) => file.startsWith(`${target}/`)))
        .map((target) => `${page} → ${target}`),
    )
    expect(missing).toEqual([])
    expect(packed).toContain('examples/broker.conf')
    expect(packed).toContain('examples/lost-update.ack.ts')
  })

  it('has every module that one of its modules imports', () => {
    const missing = [...packed]
      .filter((file) => file.endsWith('.js') || file.endsWith('.d.ts'))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), 'utf8')
        const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.\.?\/[^'"]+)['"]/g)].map(
          (found) => found[1] ?? '',
        )
        return imports
          .map((specifier) => join(dirname(file), specifier))
          .filter((target) => !packed.has(target.replace(/\.ts$/, '.js')))
          .map((target) => `${file} → ${target}`)
      })
    expect(missing).toEqual([])
  })
})
