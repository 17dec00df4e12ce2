import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import { cacheFolder } from './cache-folder.ts'
import { artifactsOf, nameServerFor, versionNamed, versions } from './versions.ts'

describe('a version', () => {
  it('that is not known is a mistake of the caller’s, told with those there are', () => {
    expect(versionNamed('5.2.0')).toBe('5.2.0')
    expect(() => versionNamed('5.9.9')).toThrow(
      new UsageError(`there is no version "5.9.9" of RocketMQ to run; expected one of ${versions.join(', ')}`),
    )
  })

  it('has the artifacts that Maven Central has of it', () => {
    expect(artifactsOf('4.9.7')).toEqual(['rocketmq-broker', 'rocketmq-namesrv'])
    expect(artifactsOf('5.3.0')).toEqual(['rocketmq-broker'])
    expect(artifactsOf('5.4.0')).toEqual(['rocketmq-broker', 'rocketmq-namesrv', 'rocketmq-controller'])
  })

  it('has a NameServer to go with, which is run from a class path that has one', () => {
    for (const version of versions) expect(artifactsOf(nameServerFor(version))).toContain('rocketmq-namesrv')
  })
})

it('keeps class paths where the environment says, or in the folder for caches', () => {
  expect(cacheFolder({ ACKPROOF_LIVE_CACHE: '/var/jars' })).toBe('/var/jars')
  expect(cacheFolder({ XDG_CACHE_HOME: '/c', ACKPROOF_LIVE_CACHE: '' })).toBe(join('/c', 'ackproof', 'live'))
  expect(cacheFolder({})).toMatch(/\.cache.ackproof.live$/)
})
