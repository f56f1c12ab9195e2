import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ERRORS, TrailError } from '#protocol/error.js'
import { CLOSE_CODES, PROTOCOL_VERSION, SUBPROTOCOLS, TOKEN_SUBPROTOCOL_PREFIX } from '#protocol/message.js'
import { REQUESTS } from '#protocol/request.js'
import { markdownTable } from '../support/readme.js'
import { PROJECT } from '../support/source-file.js'

const document = readFileSync(join(PROJECT, 'protocol/PROTOCOL.md'), 'utf8')
/** The table between the markers, without the space that aligns its columns. */
const table = (name: string) =>
  document
    .split(`<!-- ${name} -->`)[1]
    ?.split(`<!-- /${name} -->`)[0]
    ?.trim()
    .replace(/ +\|/g, ' |')
    .replace(/-{3,}/g, '---')

test('the document lists the methods that there are', () => {
  const rows = Object.entries(REQUESTS).map(([method, { roles, params, many }]) => {
    const { properties, required = [] } = params as { properties: object; required?: readonly string[] }
    const names = Object.keys(properties).map((name) => `\`${name}${required.includes(name) ? '' : '?'}\``)
    return [`\`${method}\``, roles.join(', '), names.join(', ') || 'none', many ? 'frames' : 'one']
  })
  expect(table('methods')).toBe(markdownTable(['method', 'roles', 'params', 'answer'], rows))
})

test('the document lists the errors that there are', () => {
  const rows = Object.entries(ERRORS).map(([type, { status, retry, meaning }]) => [
    `\`${type}\``,
    String(status),
    retry ? 'yes' : 'no',
    meaning,
  ])
  expect(table('errors')).toBe(markdownTable(['type', 'HTTP', 'retry', 'meaning'], rows))
})

test('the document names version, subprotocols and close codes', () => {
  expect(document).toContain(`# The protocol, version ${PROTOCOL_VERSION}\n`)
  for (const name of [...Object.values(SUBPROTOCOLS), `${TOKEN_SUBPROTOCOL_PREFIX}TOKEN`])
    expect(document).toContain(`\`${name}\``)
  for (const code of Object.values(CLOSE_CODES)) expect(document).toMatch(new RegExp(`^\\| ${code} +\\| `, 'm'))
})

test('an error travels whole, and one of a type from the future is still an error', () => {
  const error = new TrailError('not-found', 'Cannot find it', { field: 'name' })
  expect(TrailError.fromWire(error.toWire())).toMatchObject({
    type: 'not-found',
    message: 'Cannot find it',
    options: { field: 'name' },
  })
  for (const type of ['brand-new', 'constructor'])
    expect(TrailError.fromWire({ type: type as 'busy', message: 'm' }).type).toBe('internal')
})
