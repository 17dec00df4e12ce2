/** Imports of `ackproof` mean the running copy of the library; other packages are those of the author's folder. */
import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OnResolveResult, Plugin } from 'esbuild'
import { isCommonJs } from './common-js.ts'
import { packageRequire } from './helper-names.ts'

export const packages: Plugin = {
  name: 'packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      if (kind !== 'require-call') return null
      if (isCommonJs(importer) && !/^ackproof(\/|$)/.test(path)) return requiredBy(importer, path)
      return {
        errors: [{ text: `require("${path}") does not work in a specification; write import … from '${path}'` }],
      }
    })
    build.onResolve({ filter: /^ackproof(\/|$)/ }, ({ path }) => {
      try {
        return { path: import.meta.resolve(path), external: true }
      } catch {
        return { errors: [{ text: `"${path}" is no entry of ackproof` }] }
      }
    })
    // A file of this repository imports the language by its path: it, too, means the running copy.
    build.onResolve({ filter: /\/language\/index\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === languageSource ? { path: import.meta.resolve('ackproof'), external: true } : null,
    )
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (kind === 'entry-point' || pluginData === alreadyResolving || path.startsWith('node:')) return null
      const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: alreadyResolving })
      const isPlainJavaScript = ['.js', '.mjs', '.cjs'].includes(extname(found.path))
      if (found.errors.length > 0 || found.external || !isPlainJavaScript) return found
      if (isCommonJs(found.path)) return { path: found.path, namespace: commonJsPackage }
      return { path: pathToFileURL(found.path).href, external: true }
    })
    // Node finds the names that a CommonJS module exports by guessing, and misses those of many. esbuild asks the module.
    build.onLoad({ filter: /.*/, namespace: commonJsPackage }, ({ path }) => ({
      contents: `module.exports = ${packageRequire}(${JSON.stringify(path)})`,
    }))
  },
}

/** Where the source of `ackproof` lies beside the build; nothing is there in an installed package. */
const languageSource = fileURLToPath(new URL('../../../spec/language/index.ts', import.meta.resolve('ackproof')))

const alreadyResolving = Symbol('already resolving')

const commonJsPackage = 'commonjs-package'

/** What Node's own `require` finds from a CommonJS file of the author's. */
function requiredBy(importer: string, path: string): OnResolveResult {
  try {
    return { path: createRequire(importer).resolve(path), namespace: commonJsPackage }
  } catch {
    return { errors: [{ text: `require("${path}") finds no such package` }] }
  }
}
