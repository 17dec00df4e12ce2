/** What the code that is written into an author's file calls. No author uses a name that begins like this. */
import { extname } from 'node:path'
import type { Plugin } from 'esbuild'

const prefix = '__ackproof_'

export const helper = {
  same: `${prefix}same`,
  looselySame: `${prefix}looselySame`,
  includes: `${prefix}includes`,
  indexOf: `${prefix}indexOf`,
  lastIndexOf: `${prefix}lastIndexOf`,
  optional: `${prefix}optional`,
  search: `${prefix}search`,
  invoke: `${prefix}invoke`,
  method: `${prefix}method`,
  nameOfMethod: `${prefix}nameOfMethod`,
  spread: `${prefix}spread`,
  Set: `${prefix}Set`,
  Map: `${prefix}Map`,
} as const

/** What counts what runs, where that is wanted; see `node/ran.ts`. */
export const counting = {
  ran: `${prefix}ran`,
  side: `${prefix}side`,
  nothing: `${prefix}nothing`,
} as const

/** Begins the names of what holds a value that is looked at more than once. */
export const heldValue = `${prefix}value`

/** A `require` for packages that are CommonJS modules. */
export const packageRequire = `${prefix}require`

/** Entry for esbuild's `inject`: files that use one of the names import it from here. */
export const helperModule = 'ackproof-helpers'

/** Gives the names their meaning. `languageUrl` is the URL of the running copy of the language. */
export function helpers(languageUrl: string): Plugin {
  const rewrittenCode = new URL(`./rewritten-code${languageUrl.endsWith('.ts') ? '.ts' : '.js'}`, languageUrl).href
  const counters = new URL(`../ran${extname(import.meta.url)}`, import.meta.url).href
  const contents = `
    export { ${namesOf(counting)} } from ${JSON.stringify(counters)}
    import { createRequire } from 'node:module'
    export { ${namesOf(helper)} } from ${JSON.stringify(rewrittenCode)}
    export const ${packageRequire} = /* @__PURE__ */ createRequire(import.meta.url)
  `
  return {
    name: 'helpers',
    setup(build) {
      build.onResolve({ filter: /^ackproof-helpers$/ }, ({ path }) => ({
        path,
        namespace: 'helpers',
        sideEffects: false,
      }))
      build.onResolve({ filter: /^file:/ }, ({ path, namespace }) =>
        namespace === 'helpers' ? { path, external: true, sideEffects: false } : null,
      )
      build.onLoad({ filter: /.*/, namespace: 'helpers' }, () => ({ contents }))
    },
  }
}

function namesOf(names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .map(([name, written]) => `${name} as ${written}`)
    .join(', ')
}
