import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Erasure } from '#protocol/erase.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Task } from '#protocol/task-request.js'
import type { TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'
import { openWebSocket } from '../support/web-socket-client.js'

export const PERSON = ['u-secretperson', 'mallory.quux@example.com', 'Mallory Quux', '203.0.113.77'] as const

export const event = (i: number, fields: object) => ({
  id: `e${i}`,
  action: 'Source Modified',
  area: 'Sources',
  actor: { id: `u${i % 50}` },
  ...fields,
})
/** One event in twenty is the person's own, one in thirty-one is about the person. */
export function eventAt(i: number): object {
  if (i % 20 === 3)
    return event(i, {
      actor: { id: PERSON[0], email: PERSON[1], name: PERSON[2] },
      resource: { type: 'source', id: `s${i}`, name: 'Orders' },
      context: { ip: PERSON[3], userAgent: 'Mallory-Browser' },
      details: { note: `by ${PERSON[2]}`, i },
      changes: [{ path: '/owner', after: PERSON[1] }],
    })
  if (i % 31 === 5)
    return event(i, {
      resource: { type: 'user', id: PERSON[0], name: PERSON[2] },
      details: { invited: PERSON[1].toUpperCase(), url: `https://h/?u=${encodeURIComponent(PERSON[1])}`, i },
    })
  return event(i, { details: { text: `harmless ${i}`, mallory: 'no' } })
}

export const tell = (daemon: TestDaemon) => {
  const ask = (...args: string[]) => run([...args, '--connect', `unix:${daemon.socket}`])
  return {
    ask,
    async send(from: number, to: number, fields: object = {}) {
      const events = Array.from({ length: to - from }, (_, i) => ({ ...eventAt(from + i), ...fields }))
      for (let at = 0; at < events.length; at += 5000)
        expect((await daemon.sender.post('/v1/events', JSON.stringify(events.slice(at, at + 5000)))).status).toBe(200)
    },
    async events(): Promise<AuditEvent[]> {
      const { body } = await daemon.sender.get('/v1/export?format=ndjson&order=oldest')
      return body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as AuditEvent)
    },
    async erase(params: { values: readonly string[]; confirm?: string }): Promise<Erasure> {
      const client = await openWebSocket({ socket: daemon.socket })
      try {
        return (await client.call('erase', params)) as Erasure
      } finally {
        client.close()
      }
    },
    /** The task, once it has ended. */
    async ended(id: string): Promise<Task> {
      const client = await openWebSocket({ socket: daemon.socket })
      try {
        for (;;) {
          const { tasks } = (await client.call('tasks.list', {})) as { tasks: Task[] }
          const task = tasks.find((each) => each.id === id)!
          if (task.state !== 'running' && task.state !== 'waiting') return task
          await sleep(50)
        }
      } finally {
        client.close()
      }
    },
  }
}
export const counted = (stdout: string) => JSON.parse(stdout) as Erasure
