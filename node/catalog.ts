/** The specifications that ship with the tool. */
import { classicSuites } from '../spec/classic/index.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'

export const builtInSuites: readonly AnySuite[] = [...classicSuites, ...rocketmqSuites]
