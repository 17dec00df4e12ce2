/** Configuration files from disk, one by one or those of a folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type AuditError, auditError, type ConfigFile, expectedFile, isAuditError } from '../audit/index.ts'
import { messageOf } from '../runs/port/failure.ts'

/** No configuration is larger; a log or a disk image is. */
const mostBytes = 2 ** 20
const mostFiles = 500
const deepest = 5

/** Reads the paths in order; the first that cannot be read is the answer. */
export function readConfiguration(paths: readonly string[]): readonly ConfigFile[] | AuditError {
  const files: ConfigFile[] = []
  for (const path of paths) {
    try {
      const read = readPath(path)
      if (isAuditError(read)) return read
      files.push(...read)
    } catch (thrown) {
      return auditError(`"${path}" cannot be read (${messageOf(thrown)}); ${expectedFile}`)
    }
  }
  return files
}

function readPath(path: string): readonly ConfigFile[] | AuditError {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return auditError(`no such file: "${path}"; ${expectedFile}`)
  if (!stats.isDirectory()) {
    const file = readFile(path)
    return isAuditError(file) ? file : [file]
  }
  const found = filesIn(path, deepest)
  if (found.length === 0)
    return auditError(`there is no *.conf, *.properties or *.yaml in the folder "${path}"; ${expectedFile}`)
  if (found.length > mostFiles) {
    return auditError(`the folder "${path}" has ${found.length} configuration files; expected at most ${mostFiles}`)
  }
  const files: ConfigFile[] = []
  for (const each of found) {
    const file = readFile(each)
    if (isAuditError(file)) return file
    files.push({ ...file, isFound: true })
  }
  return files
}

/** In the order of their names. Hidden files and links to folders are passed over. */
function filesIn(folder: string, depth: number): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return depth === 0 ? [] : filesIn(path, depth - 1)
      const isFile = entry.isFile() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isFile())
      return isFile && /\.(conf|properties|ya?ml)$/.test(entry.name) ? [path] : []
    })
}

function readFile(path: string): ConfigFile | AuditError {
  const stats = statSync(path)
  if (!stats.isFile()) return auditError(`"${path}" is no regular file; ${expectedFile}`)
  if (stats.size > mostBytes) {
    return auditError(`"${path}" has ${stats.size} bytes; ${expectedFile} of at most ${mostBytes} bytes`)
  }
  return { path, bytes: readFileSync(path) }
}
