import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CONFIG } from '#daemon/settings.js'
import { completionFor, SHELLS, type Shell } from '#protocol/manual/completion.js'
import { manualPage } from '#protocol/manual/manual-page.js'
import { nextWords, wordsOf } from '#protocol/manual/program.js'
import { programOf } from '#tui/commands/program.js'
import { COMMANDS } from '#tui/commands.js'
import { startDaemon } from '../support/daemon.js'
import { Program } from '../support/program.js'
import { run } from '../support/run.js'
import { hasProgram } from '../support/socket-activation.js'

const AUDIT_TRAIL = programOf(COMMANDS)
const script = async (shell: Shell) => (await run(['completion', shell])).stdout
const output = async (...args: string[]) => {
  await using program = new Program('audit-traild', args)
  expect(await program.ended).toBe(0)
  return program.stdout.join('\n')
}

/** What bash offers at the end of a command line. */
function offered(script: string, line: string, env: Record<string, string> = {}): string[] {
  const words = line.split(' ')
  const ask = [
    script,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    `"$(complete -p ${words[0]} | sed 's/.*-F \\([^ ]*\\).*/\\1/')"`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's.
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((word) => word !== '')
}

const needsBash = { skip: !hasProgram('bash') }

test('bash is offered every command and every option where it may stand', needsBash, async () => {
  const bash = await script('bash')
  expect(offered(bash, 'audit-trail ')).toEqual(nextWords(AUDIT_TRAIL, '').map(([word]) => word))
  for (const { name, options } of AUDIT_TRAIL.commands) {
    const at = ['audit-trail', name].filter(Boolean).join(' ')
    expect([at, offered(bash, `${at} -`)]).toEqual([at, [...options.flatMap(wordsOf), '--help']])
  }
})

test('bash is offered words behind options, values of options, files, and what a shell can be', needsBash, async () => {
  const bash = await script('bash')
  expect(offered(bash, 'audit-trail --filter area:Users to')).toEqual(['token'])
  expect(offered(bash, 'audit-trail token ')).toEqual(['create', 'list', 'revoke'])
  expect(offered(bash, 'audit-trail token create --role a')).toEqual(['auditor'])
  expect(offered(bash, 'audit-trail tail -o ')).toEqual(['pretty', 'json', 'csv'])
  expect(offered(bash, 'audit-trail tail --output = j')).toEqual(['json'])
  expect(offered(bash, 'audit-trail completion ')).toEqual([...SHELLS])
  expect(offered(bash, 'audit-trail export -o /etc/passw')).toContain('/etc/passwd')
  expect(offered(bash, 'audit-trail backup /et')).toContain('/etc')
  expect(offered(bash, 'audit-trail --connect ')).toEqual([])
  const daemon = await output('completion', 'bash')
  expect(offered(daemon, 'audit-traild ')).toEqual(expect.arrayContaining(['check', 'repair', 'install-service']))
  expect(offered(daemon, 'audit-traild install-service --')).toEqual(['--dry-run', '--unit-folder', '--help'])
  expect(offered(daemon, 'audit-traild check -o ')).toEqual(['pretty', 'json'])
  expect(offered(daemon, 'audit-traild --log')).toEqual(['--log-level'])
})

test('names come from the daemon, and a daemon that does not answer offers none', async () => {
  await using daemon = await startDaemon()
  const names = (kind: string, connect = `unix:${daemon.socket}`) =>
    run(['completion', '--names', kind, '--connect', connect])
  await run(['token', 'create', 'ci', '--role', 'ingest', '--connect', `unix:${daemon.socket}`])
  expect((await names('tokens')).stdout).toBe('ci\n')
  expect((await names('jobs')).stdout).toBe('retention\nscrub\n')
  expect((await names('destinations')).stdout).toBe('')
  expect(await names('tokens', 'unix:/nowhere')).toMatchObject({ code: 3, stdout: '' })
})

test('zsh and fish have every command, option and choice, too', async () => {
  for (const shell of ['zsh', 'fish'] as const) {
    const text = completionFor(shell, AUDIT_TRAIL)
    for (const { name, options } of AUDIT_TRAIL.commands) {
      for (const word of [...name.split(' '), ...options.flatMap(wordsOf)])
        expect([shell, name, word, text.includes(shell === 'fish' ? word.replace(/^-+/, '') : word)]).toEqual([
          shell,
          name,
          word,
          true,
        ])
    }
    expect(text).toMatch(/auditor/)
    expect(await output('completion', shell)).toContain('install-service')
  }
})

test.for(SHELLS)('%s can read what it is given, whatever stands in a description', async (shell, { skip }) => {
  skip(!hasProgram(shell), `needs ${shell}`)
  const folder = await mkdtemp(join(tmpdir(), 'at-'))
  const odd = { flags: '-x, --odd <file>', description: `it's "$(touch ${folder}/x)" \`id\` \\ : [a] ; #` }
  const commands = [
    { name: '', summary: "it's", options: [odd] },
    { name: 'a b', summary: "a'b", options: [odd] },
  ]
  const texts = [
    await script(shell),
    await output('completion', shell),
    completionFor(shell, { name: 'odd', commands }),
  ]
  for (const text of texts) {
    await writeFile(join(folder, 'script'), text)
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, 'script')], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  }
  await rm(folder, { recursive: true })
})

test('an unknown shell is wrong usage', async () => {
  expect(await run(['completion', 'tcsh'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/expected bash, zsh, fish/),
  })
})

test('the manual pages tell of every command, option and setting', async () => {
  const roff = (text: string) => text.replaceAll('-', '\\-')
  const page = (await run(['man'])).stdout
  for (const { name, options } of AUDIT_TRAIL.commands) {
    expect(page).toContain(`.SH ${name === '' ? 'NAME' : roff(`audit-trail ${name}`)}`)
    for (const { flags } of options) expect(page).toContain(`\\fB${roff(flags)}\\fR`)
  }
  const daemon = await output('man')
  for (const word of ['--data', '--dry-run', 'repair', 'SIGHUP']) expect(daemon).toContain(roff(word))
  const settings = await output('man', 'audit-traild.yaml')
  for (const key of Object.keys(CONFIG)) expect(settings).toContain(`\\fB${key}\\fR`)
})

const needsGroff = { skip: !hasProgram('groff') }

test('groff sets them without a warning, and a line that looks like a macro as text', needsGroff, async () => {
  const odd = manualPage({
    name: 'odd',
    section: 1,
    summary: 's',
    sections: [{ title: 'T', blocks: ['.de x \\fB', "'x"] }],
  })
  for (const page of [
    (await run(['man'])).stdout,
    await output('man'),
    await output('man', 'audit-traild.yaml'),
    odd,
  ]) {
    const set = spawnSync('groff', ['-man', '-Tutf8', '-ww'], { input: page, encoding: 'utf8' })
    expect([set.status, set.stderr]).toEqual([0, ''])
    if (page === odd) expect(set.stdout).toMatch(/\.de x \\fB\s+'x/)
  }
})
