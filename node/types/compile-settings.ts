/** The configuration that specifications are compiled with: the project's, but for what concerns output and loading. */
import { parse } from 'node:path'
import { type Compiler, hasOldTarget } from './compiler.ts'
import type { Project } from './project.ts'

export interface Places {
  /** Where the compiler keeps what it knows of files that have not changed. */
  readonly buildInfo: string
  /** Folders with types of packages, which are those of the project and not of where this configuration lies. */
  readonly typeRoots: readonly string[]
}

/** As JSON. */
export function compileSettings(
  specs: readonly string[],
  { config, settings, files }: Project,
  compiler: Compiler,
  { buildInfo, typeRoots }: Places,
): string {
  // Declarations of what is there without an import, such as a constant that a bundler defines.
  const ambient = files.filter((file) => /\.d\.[mc]?ts$/.test(file) && !file.includes('/node_modules/'))
  const value = {
    ...(config !== null && { extends: config }),
    compilerOptions: {
      ...(config === null && { strict: true, target: 'es2022' }),
      ...(isTooOld(settings.target, compiler) && { target: 'es2022' }),
      noEmit: true,
      incremental: true,
      tsBuildInfoFile: buildInfo,
      ...withoutOutput(settings),
      ...(settings.typeRoots === undefined && { typeRoots }),
      // Any folder may hold an imported file.
      rootDir: parse(specs[0] ?? '').root || '/',
      // A specification is bundled before it is loaded, so its imports are those of a bundler.
      module: 'preserve',
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      skipLibCheck: true,
    },
    files: [...specs, ...ambient],
    include: [],
    exclude: [],
    references: [],
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

/** What does not go with `noEmit`, or asks that every imported file is listed. */
function withoutOutput({ isolatedDeclarations, outFile }: Project['settings']): Readonly<Record<string, false | null>> {
  return {
    composite: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
    // Named where the project has it, since older compilers do not know it.
    ...(isolatedDeclarations === true && { isolatedDeclarations: false }),
    ...(outFile !== undefined && { outFile: null }),
  }
}

function isTooOld(target: unknown, compiler: Compiler): boolean {
  if (!hasOldTarget(compiler)) return false
  return target === undefined || /^es[35]$/i.test(String(target))
}
