/** What RocketMQ's programs expect to find in ROCKETMQ_HOME: 4.x does not start without settings of its logs. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the folder, and gives it. Logs go to `logs` beside it. */
export function rocketmqHome(folder: string): string {
  const home = join(folder, 'home')
  mkdirSync(join(home, 'conf'), { recursive: true })
  for (const kind of ['namesrv', 'broker']) {
    writeFileSync(join(home, 'conf', `logback_${kind}.xml`), logSettings(join(folder, 'logs', `${kind}.log`)))
  }
  return home
}

function logSettings(file: string): string {
  return `<configuration>
  <appender name="file" class="ch.qos.logback.core.FileAppender">
    <file>${file}</file>
    <encoder><pattern>%d %p %t %c{0} %m%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="file"/></root>
</configuration>
`
}
