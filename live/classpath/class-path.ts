/** The jars of a version: fetched once by Maven, and kept. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { belongs } from '../machine/belongings.ts'
import { whyNoJava } from '../machine/java.ts'
import { Missing } from '../machine/missing.ts'
import { run, runs } from '../machine/programs.ts'
import { cacheFolder } from './cache-folder.ts'
import { artifactsOf, type Version } from './versions.ts'

export interface ClassPath {
  readonly version: Version
  /** The folder of this version, where an archive of classes may be kept beside the jars. */
  readonly folder: string
  /** Always in the same order: an archive of classes fits one order alone. */
  readonly jars: readonly string[]
}

/** Null where brokers of a version can be run; otherwise what is missing, in one line. */
export function whyNoBroker(version: Version): string | null {
  const whyNot = whyNoJava()
  if (whyNot !== null) return whyNot
  if (isFetched(version) || runs('mvn', '--version')) return null
  return `the class path of RocketMQ ${version} is not in ${cacheFolder()}, and mvn, which would fetch it, is not on the PATH`
}

/** Fetches what is not there yet. Takes ten seconds or so, then; at once otherwise. Throws `Missing`. */
export function classPath(version: Version): ClassPath {
  const folder = folderOf(version)
  if (!isFetched(version)) fetch(version, folder)
  const lib = join(folder, 'lib')
  const names = readdirSync(lib).filter((name) => name.endsWith('.jar'))
  return { version, folder, jars: names.sort().map((name) => join(lib, name)) }
}

function folderOf(version: Version): string {
  return join(cacheFolder(), version)
}

function isFetched(version: Version): boolean {
  return existsSync(join(folderOf(version), 'lib'))
}

/** The folder has its name only once it is whole: two runs may fetch at a time, and one may be stopped in the middle. */
function fetch(version: Version, folder: string): void {
  const partial = `${folder}.partial-${process.pid}`
  const remove = belongs(() => rmSync(partial, { recursive: true, force: true }))
  try {
    const lib = join(partial, 'lib')
    mkdirSync(lib, { recursive: true })
    const pom = join(partial, 'pom.xml')
    writeFileSync(pom, projectFor(version))
    const options = ['-DincludeScope=runtime', `-DoutputDirectory=${lib}`]
    try {
      run('mvn', '--quiet', '--batch-mode', '--file', pom, 'dependency:copy-dependencies', ...options)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new Missing(`Maven cannot fetch the class path of RocketMQ ${version}: ${why}`)
    }
    if (readdirSync(lib).length === 0) throw new Missing(`Maven fetched nothing for RocketMQ ${version}`)
    try {
      renameSync(partial, folder)
    } catch (error) {
      // Somebody else was quicker.
      if (!existsSync(join(folder, 'lib'))) throw error
    }
  } finally {
    remove()
  }
}

/** A project that has the version's artifacts, and nothing else. */
function projectFor(version: Version): string {
  const dependencies = artifactsOf(version).map(
    (artifact) =>
      `    <dependency><groupId>org.apache.rocketmq</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>\n`,
  )
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ackproof</groupId><artifactId>live</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
${dependencies.join('')}  </dependencies>
</project>
`
}
