/** `ackproof list`: what ships with the tool. */
import { builtInSuites } from '../node/catalog.ts'
import { listLines } from '../reporters/text/specification.ts'
import { shippedOutlineOf } from '../runs/port/outline.ts'
import type { Output } from './output.ts'

export function list(output: Output): number {
  for (const line of listLines(builtInSuites.map(shippedOutlineOf), output.width)) output.line(line)
  return 0
}
