/** The structure that the linter cannot see as a whole: which folders import which. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** From the bottom to the top; a layer imports only from those before it. */
const layers = [
  'spec',
  'checker',
  'counterexamples',
  'runs',
  'audit',
  'reporters',
  'node',
  'cli',
  'public',
  'bench',
  'live',
] as const

/** Layers that run in a browser as well. */
const withoutNode: readonly string[] = ['spec', 'checker', 'counterexamples', 'runs', 'reporters', 'audit']

interface Source {
  readonly file: string
  /** Folders and files of the project as paths from its root; others as they are written. */
  readonly imports: readonly string[]
}

const sources: readonly Source[] = layers.flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(slow-)?test(-d)?\.ts$|(^|\/)(testing|fixtures)\//.test(name))
    .map((name) => sourceOf(join(layer, name))),
)

function sourceOf(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8')
  const specifiers = [...text.matchAll(/^(?:import|export|\} from)\b[^'\n]*'([^']+)'|\bimport\('([^']+)'\)/gm)]
  return {
    file,
    imports: specifiers.map(([, plain, dynamic]) => {
      const specifier = plain ?? dynamic ?? ''
      return specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : specifier
    }),
  }
}

const layerOf = (path: string): string => path.split('/')[0] ?? ''
const isOurs = (path: string): boolean => (layers as readonly string[]).includes(layerOf(path))

it('finds the sources and what they import', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(sources.find(({ file }) => file === 'cli/check.ts')?.imports).toContain('runs/checker.ts')
  expect(sources.find(({ file }) => file === 'cli/commands.ts')?.imports).toContain('cli/check.ts')
})

it('has layers that import only from those below', () => {
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter((path) => isOurs(path))
      .filter((path) => layers.indexOf(layerOf(path) as never) > layers.indexOf(layerOf(file) as never))
      .map((path) => `${file} imports ${path}`),
  )
  expect(wrong).toEqual([])
})

it('imports nothing of Node outside node, the command line, benchmarks and real brokers', () => {
  const wrong = sources
    .filter(({ file }) => withoutNode.includes(layerOf(file)))
    .flatMap(({ file, imports }) => imports.filter((path) => path.startsWith('node:')).map((path) => `${file} ${path}`))
  expect(wrong).toEqual([])
})

it('has no folders that import one another in a circle', () => {
  const edges = new Map<string, Set<string>>()
  for (const { file, imports } of sources) {
    const from = dirname(file)
    for (const path of imports.filter(isOurs)) {
      if (dirname(path) === from) continue
      edges.set(from, (edges.get(from) ?? new Set()).add(dirname(path)))
    }
  }
  expect(circlesIn(edges)).toEqual([])
})

/** Every folder from which some way leads back to it, with that way. */
function circlesIn(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return [...edges.keys()].flatMap((start) => {
    const waiting: string[][] = [[start]]
    const known = new Set<string>()
    for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
      for (const next of edges.get(way.at(-1) ?? '') ?? []) {
        if (next === start) return [[...way, start].join(' → ')]
        if (known.has(next)) continue
        known.add(next)
        waiting.push([...way, next])
      }
    }
    return []
  })
}

describe('whoever runs a check waits for no more than that needs', () => {
  it.each(['cli/check.ts', 'node/worker.ts'])('in what %s loads', async (entry) => {
    const loaded = await loadedBy(entry)
    expect(loaded).toContain('runs/port/failure.ts')
    const ofShipped = /^spec\/(classic|rocketmq)\//
    const ofAudits = /^audit\/(?!audit-failure)|^yaml$/
    const forFilesAndDiagrams = /^(esbuild|magic-string|@babel\/parser|ts-graphviz)$/
    const patterns = [ofShipped, ofAudits, forFilesAndDiagrams]
    expect(loaded.filter((path) => patterns.some((pattern) => pattern.test(path)))).toEqual([])
  })
})

/** All that a file imports as it is loaded, itself or in turn, by path or by the name of the package. */
async function loadedBy(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
  })
  const loaded = new Set([entry])
  // A set that grows while it is walked is walked to its end.
  for (const file of loaded) {
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind !== 'dynamic-import') loaded.add(path)
  }
  return [...loaded]
}

it('keeps the command line small', () => {
  const lines = sources
    .filter(({ file }) => layerOf(file) === 'cli')
    .reduce((sum, { file }) => sum + readFileSync(join(root, file), 'utf8').split('\n').length - 1, 0)
  expect(lines).toBeLessThanOrEqual(2_200)
})
