import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith, program } from './run-ackproof.ts'

describe('audit', () => {
  const folder = folderWith({
    'broker.conf': 'brokerName=broker-a\nbrokerRole=ASYNC_MASTER\nflushDiskType=ASYNC_FLUSH\n',
  })

  it('answers for a real file, as text and as data', async () => {
    const words = ['audit', 'broker.conf', '--rocketmq', '4.9', '--require', 'kept: 1 process crash']
    const { code, stdout, stderr } = await ackproof([...words, '--json', 'report.json'], { folder })
    // On a busy machine there is a line of progress every ten seconds.
    const complaints = stderr.split('\n').filter((line) => line !== '' && !/^audit: .* checked, now /.test(line))
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
    expect(stdout).toContain('can be broken')
    expect(stdout).toContain('cheapest change: flushDiskType=SYNC_FLUSH')
    expect(stdout).toMatch(/\nRequired\n {2}✓ kept: 1 process crash\n {6}holds\n\n1 file, /)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    expect(report).toMatchObject({
      version: 1,
      ok: true,
      exitCode: 0,
      rocketmq: '4.9',
      files: [{ path: 'broker.conf' }],
    })
  })

  it('fails where something that is required can be broken', async () => {
    const required = ['kept: 1 process crash', 'kept: 1 power cut', 'only committed: 1 power cut, decisions late']
    const words = [...required.flatMap((text) => ['--require', text]), '--json', 'report.json', '--reporter', 'junit:x']
    const { code, stdout } = await ackproof(['audit', 'broker.conf', ...words, '--reporter', 'text'], { folder })
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ kept: 1 power cut\n {6}can be broken\n {8}1\. m1 is appended/)
    expect(stdout).toMatch(/\? only committed: .*\n {6}undecided: not asked of this broker/)
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
    expect([report.ok, report.exitCode]).toEqual([false, 1])
    expect(report.requirements.map((each: { requirement: string }) => each.requirement)).toEqual(required)
    expect(readFileSync(join(folder, 'x'), 'utf8')).toContain('tests="3" failures="1" errors="1"')
  })

  it('has no answer where something that is required is not asked of any file', async () => {
    const ofSlave = folderWith({ 'slave.conf': 'brokerName=broker-a\nbrokerId=1\nbrokerRole=SLAVE\n' })
    const words = ['audit', 'slave.conf', '--require', 'kept: 1 power cut']
    const { code, stdout } = await ackproof(words, { folder: ofSlave })
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('no file here is that of a broker that producers write to'),
    ])
  })

  it('says what can be required, before it answers anything', async () => {
    const { code, stderr } = await ackproof(['audit', 'broker.conf', '--require', 'kept: 2 power cuts'], { folder })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^ackproof: cannot require "kept: 2 power cuts": "kept" is not asked under .*"1 power cut", /,
    )
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

describe('a reader that has seen enough', () => {
  it('is no error', () => {
    const command = `"${process.execPath}" "${program}" list 2>&1 | head -1`
    expect(execFileSync('sh', ['-c', command]).toString()).toMatch(/^\S+\/\S+ +\d+ scenarios? .*\n$/)
  })
})

describe('help', () => {
  it('lists the commands, and explains options, bounds and exit codes', async () => {
    const help = await ackproof(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const name of ['check', 'list', 'show', 'new', 'audit']) expect(help.stdout).toContain(`  ${name} `)
    const check = await ackproof(['check', '--help'])
    expect(check.stdout.replace(/\s+/g, ' ')).toContain('three quarters of what is free, at most 16 GB')
    expect(check.stdout).toContain('a limit was reached before an answer: never a pass')
  })
})
