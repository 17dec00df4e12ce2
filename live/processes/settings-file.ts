/** A file of settings, as RocketMQ's programs read it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Settings = Readonly<Record<string, string | number | boolean>>

/** One line for each setting. Throws where a value would need more than that. */
export function writeSettings(file: string, settings: Settings): void {
  const lines = Object.entries(settings).map(([name, value]) => {
    if (/[\n\r\\]/.test(String(value))) throw new Error(`the setting ${name} cannot have ${JSON.stringify(value)}`)
    return `${name}=${value}\n`
  })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, lines.join(''))
}
