/** The specifications that ship with the tool. */
import { classicSuites } from '../spec/classic/index.ts'
import type { Suite } from '../spec/language/index.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'

export type AnySuite = Suite<Record<string, unknown>, string>

export const builtInSuites = [...classicSuites, ...rocketmqSuites] as unknown as readonly AnySuite[]
