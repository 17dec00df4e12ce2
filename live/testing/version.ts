import { defaultVersion, type Version, versionNamed } from '../classpath/versions.ts'

/** Of the brokers in tests; `ACKPROOF_LIVE_VERSION=4.9.7` has them run on another. */
export const versionUnderTest: Version = versionNamed(process.env.ACKPROOF_LIVE_VERSION ?? defaultVersion)
