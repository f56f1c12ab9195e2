import { test } from 'vitest'
import { ERRORS } from '#protocol/error.js'
import { REQUESTS } from '#protocol/request.js'
import { EXIT_CODES } from '#tui/exit-code.js'
import { expectSection, markdownTable } from './support/readme.js'

const code = (text: string) => `\`${text}\``

test('the README lists every error there is', () => {
  const rows = Object.entries(ERRORS).map(([type, { status, retry, meaning }]) => [
    code(type),
    String(status),
    retry ? 'yes' : 'no',
    meaning,
  ])
  expectSection('errors', markdownTable(['type', 'HTTP', 'same request again?', 'meaning'], rows))
})

test('the README lists every exit code', () => {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning])
  expectSection('exit codes', markdownTable(['code', 'meaning'], rows))
})

test('the README lists every request and who may make it', () => {
  const rows = Object.entries(REQUESTS).map(([method, { params, roles, many }]) => [
    code(method),
    Object.keys(params.properties).map(code).join(' ') || '–',
    many ? 'frames until `unsubscribe`' : 'one answer',
    roles.join(', '),
  ])
  expectSection('requests', markdownTable(['method', 'params', 'answer', 'roles'], rows))
})
