/** The versions of RocketMQ that can be run, and which of their programs Maven Central has. */
import { UsageError } from '../../node/usage-error.ts'

const known = ['4.9.7', '5.1.4', '5.2.0', '5.3.0', '5.3.3', '5.4.0'] as const
export type Version = (typeof known)[number]
export const versions: readonly Version[] = known
export const defaultVersion: Version = '5.3.3'

/** Throws a UsageError that names those there are. */
export function versionNamed(text: string): Version {
  const version = versions.find((each) => each === text)
  if (version !== undefined) return version
  throw new UsageError(`there is no version "${text}" of RocketMQ to run; expected one of ${versions.join(', ')}`)
}

/** A controller came with 5.0. */
export function hasController(version: Version): boolean {
  return !version.startsWith('4.') && version !== '5.3.0'
}

/** The version of the NameServer that goes with a broker: of 5.3.0 the broker alone is run, with the next one's. */
export function nameServerFor(version: Version): Version {
  return version === '5.3.0' ? '5.3.3' : version
}

/** Artifacts of `org.apache.rocketmq` that bring all that runs of a version, with what they need. */
export function artifactsOf(version: Version): readonly string[] {
  return [
    'rocketmq-broker',
    ...(nameServerFor(version) === version ? ['rocketmq-namesrv'] : []),
    ...(hasController(version) ? ['rocketmq-controller'] : []),
  ]
}
