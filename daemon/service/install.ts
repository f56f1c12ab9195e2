import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import { hiddenBy, MARK, serviceUnit, socketUnit, UNIT_NAME, type UnitOptions } from './unit.js'

export interface InstallOptions extends Omit<UnitOptions, 'canNotify'> {
  /** Where the service manager reads units. */
  readonly folder: string
  /** Searched for systemd-notify. */
  readonly path: string
  /** Prints the units and writes nothing. */
  readonly dryRun: boolean
  say(line: string): void
  warn(line: string): void
}

/**
 * Writes the units and says what to run next. Throws `already-exists` where a file is
 * not ours and `invalid-request` where the sandbox would hide the program.
 */
export async function installService({ folder, path, dryRun, say, warn, ...rest }: InstallOptions): Promise<void> {
  const canNotify = path.split(delimiter).some((place) => existsSync(join(place, 'systemd-notify')))
  const units = { ...rest, canNotify }
  const files = {
    [`${UNIT_NAME}.service`]: serviceUnit(units),
    [`${UNIT_NAME}.socket`]: socketUnit(units),
  }
  if (!canNotify) warn('there is no systemd-notify: the unit has no watchdog, and systemd is not told when it is ready')
  for (const program of [units.node, units.main]) {
    const hidden = hiddenBy(program)
    if (hidden === undefined) continue
    const why = `the service cannot see ${program}, its sandbox hides ${hidden}; install Node and this package below /usr or /opt`
    if (!dryRun) throw new TrailError('invalid-request', `Cannot install: ${why}`)
    warn(why)
  }
  if (dryRun) {
    for (const [name, text] of Object.entries(files)) say(`# ${join(folder, name)}\n${text}`)
    return
  }
  const changed: string[] = []
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) if (await replace(join(folder, name), text)) changed.push(name)
  say(
    changed.length === 0
      ? `Nothing to do: the units in ${folder} are as they should be.`
      : `Wrote ${changed.join(' and ')} to ${folder}. Next:
  systemctl daemon-reload
  systemctl enable --now ${UNIT_NAME}.socket ${UNIT_NAME}.service
  systemctl restart ${UNIT_NAME}          # after an upgrade: connections wait meanwhile
Then:
  systemctl status ${UNIT_NAME}
  journalctl -u ${UNIT_NAME}
  sudo audit-trail token create ci --role ingest
The configuration is /etc/audit-trail/config.yaml; addresses: systemctl edit ${UNIT_NAME}.socket`,
  )
}

/** Whole or not at all; resolves with whether it was another one before. */
async function replace(path: string, text: string): Promise<boolean> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (before === text) return false
  if (before !== undefined && !before.startsWith(MARK))
    throw new TrailError('already-exists', `Cannot install: ${path} is not ours; move it away, or make it a drop-in`)
  await writeFile(`${path}.new`, text, { mode: 0o644 })
  await rename(`${path}.new`, path)
  return true
}
