import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf, type Import, type SourceFile, sourceFiles } from './support/source-file.js'

/** What each part may import besides itself. A part is a folder; the files directly in `daemon/` and `tui/` wire the folders. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  'daemon/print': ['protocol'],
  'daemon/store': ['protocol', 'daemon/print'],
  'daemon/query': ['protocol', 'daemon/print', 'daemon/store'],
  'daemon/follow': ['protocol', 'daemon/store', 'daemon/query'],
  'daemon/ingest': ['protocol', 'daemon/store'],
  'daemon/redact': ['protocol'],
  'daemon/access': ['protocol', 'daemon/store'],
  'daemon/audit': ['protocol', 'daemon/access', 'daemon/ingest'],
  'daemon/jobs': ['protocol', 'daemon/store'],
  'daemon/erase': ['protocol', 'daemon/store', 'daemon/jobs'],
  'daemon/forward': ['protocol', 'daemon/store', 'daemon/query', 'daemon/follow', 'daemon/jobs'],
  'daemon/service': ['protocol'],
  'daemon/watch': [
    'protocol',
    'daemon/store',
    'daemon/query',
    'daemon/follow',
    'daemon/ingest',
    'daemon/jobs',
    'daemon/forward',
  ],
  'daemon/server': [
    'protocol',
    'daemon/store',
    'daemon/query',
    'daemon/follow',
    'daemon/ingest',
    'daemon/access',
    'daemon/audit',
    'daemon/jobs',
    'daemon/forward',
    'daemon/watch',
  ],
  daemon: ['protocol', 'daemon/*'],
  'tui/view': ['protocol'],
  'tui/model': ['protocol'],
  'tui/screens': ['protocol', 'tui/view', 'tui/model'],
  'tui/keymap': ['tui/model'],
  'tui/actions': ['protocol', 'tui/keymap', 'tui/model', 'tui/screens', 'tui/view'],
  'tui/overlays': ['tui/actions', 'tui/keymap', 'tui/model', 'tui/screens', 'tui/view'],
  'tui/reactions': ['tui/actions', 'tui/keymap', 'tui/model', 'tui/overlays', 'tui/screens', 'tui/view'],
  'tui/performers': ['protocol', 'tui/charts', 'tui/commands', 'tui/model', 'tui/terminal'],
  'tui/charts': ['tui/terminal', 'tui/view'],
  'tui/terminal': ['protocol', 'tui/view'],
  'tui/commands': ['protocol', 'tui/view'],
  tui: ['protocol', 'tui/*'],
}

/** Packages that have no door: a schema stands where its type is needed; each program reads its own command line. */
const NO_DOOR = new Set(['typebox', 'commander'])

const MAX_LINES = 250

const FORBIDDEN_NAME = /^(utils?|helpers?|common|constants|misc|types|index|manager|impl)$/

const house = sourceFiles('protocol', 'daemon', 'tui')
const everything = [...house, ...sourceFiles('test')]

/** `daemon/store/open.ts` belongs to `daemon/store`, `protocol/filter/parse.ts` to `protocol`. */
function partOf(path: string): string {
  const [top, ...folders] = dirname(path).split('/')
  return top === 'protocol' || folders.length === 0 ? top! : `${top}/${folders[0]}`
}

const at = ({ path }: SourceFile, line: number, message: string) => `${path}:${line} ${message}`

const perImport = (files: readonly SourceFile[], complaint: (file: SourceFile, found: Import) => string | undefined) =>
  files.flatMap((file) =>
    file.imports.flatMap((found) => {
      const message = complaint(file, found)
      return message === undefined ? [] : [at(file, found.line, message)]
    }),
  )

const perLine = (files: readonly SourceFile[], pattern: RegExp, message: string) =>
  files.flatMap((file) =>
    file.lines.flatMap((line, i) => (pattern.test(codeOf(line)) ? [at(file, i + 1, message)] : [])),
  )

test('every folder is a known part of the house', () => {
  const unknown = house
    .filter(({ path }) => !(partOf(path) in MAY_IMPORT))
    .map((file) => at(file, 1, 'stands in a folder that MAY_IMPORT does not know'))
  expect(unknown).toEqual([])
})

test('imports point downward', () => {
  const wrong = perImport(house, ({ path }, { own, target }) => {
    if (!own) return undefined
    const [from, to] = [partOf(path), partOf(target)]
    const allowed = from === to || MAY_IMPORT[from]?.some((part) => part === to || part === `${dirname(to)}/*`)
    return allowed
      ? undefined
      : `imports ${target}, but ${from} may import only itself and [${MAY_IMPORT[from]?.join(', ') ?? ''}]`
  })
  expect(wrong).toEqual([])
})

test('only main.ts starts the daemon', () => {
  const wrong = perImport(house, ({ path }, { target }) =>
    target === 'daemon/daemon.ts' && path !== 'daemon/main.ts'
      ? 'imports daemon.ts, which only daemon/main.ts may'
      : undefined,
  )
  expect(wrong).toEqual([])
})

const loads = new Map(
  house.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target)]),
)

test('no module is loaded through itself', () => {
  const cleared = new Set<string>()
  const circles: string[] = []
  const walk = (path: string, trail: readonly string[]) => {
    if (cleared.has(path)) return
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
    else for (const next of loads.get(path) ?? []) walk(next, [...trail, path])
    cleared.add(path)
  }
  for (const path of loads.keys()) walk(path, [])
  expect(circles).toEqual([])
})

test('the dashboard starts without the schemas, which take a third of its time to load', () => {
  const reached = new Set(['tui/main.ts'])
  for (const path of reached) for (const next of loads.get(path) ?? []) reached.add(next)
  expect(reached).toContain('tui/screens/forwarding.ts')
  expect([...reached].filter((path) => loads.get(path)?.includes('typebox'))).toEqual([])
})

test('each package enters a top-level folder by one door', () => {
  const doors = new Map<string, Set<string>>()
  for (const { path, imports } of house) {
    for (const { own, target } of imports) {
      if (own || target.startsWith('node:') || NO_DOOR.has(target)) continue
      const key = `${path.split('/')[0]}: ${target}`
      doors.set(key, (doors.get(key) ?? new Set()).add(path))
    }
  }
  const wide = [...doors]
    .filter(([, files]) => files.size > 1)
    .map(([key, files]) => `${key} is imported by ${[...files].join(' and ')}; one file should be its door`)
  expect(wide).toEqual([])
})

test('only the programs read a command line', () => {
  const wrong = perImport(house, ({ path }, { target }) =>
    target === 'commander' && !path.endsWith('/main.ts') ? 'imports commander, which only a main.ts may' : undefined,
  )
  expect(wrong).toEqual([])
})

test('tests use the built program, and nothing uses the tests', () => {
  const source = perImport(sourceFiles('test'), ({ path, lines }, { line, own, target }) =>
    own && !target.startsWith('test/') && !/'#/.test(lines[line - 1]!) && path.startsWith('test/')
      ? `imports ${target} by path; say #${target.replace(/\.ts$/, '.js')}`
      : undefined,
  )
  const upward = perImport(house, (_, { own, target }) =>
    own && target.startsWith('test/') ? `imports ${target}` : undefined,
  )
  expect([...source, ...upward]).toEqual([])
})

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = everything
    .filter(({ lines }) => lines.length - 1 > MAX_LINES)
    .map((file) =>
      at(file, MAX_LINES, `goes on to line ${file.lines.length - 1}: it holds two ideas and wants two names`),
    )
  expect(long).toEqual([])
})

test('a file is named after its idea, in kebab-case', () => {
  const names = everything.flatMap((file) => {
    const name = file.path
      .split('/')
      .at(-1)!
      .replace(/(\.test|\.config)?\.ts$/, '')
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [at(file, 1, 'is not named in kebab-case')]
    return name.split('-').some((word) => FORBIDDEN_NAME.test(word)) ? [at(file, 1, 'is named after no idea')] : []
  })
  expect(names).toEqual([])
})

test('there are no default exports and no barrels', () => {
  const defaults = perLine(house, /^export default\b/, 'exports a default; give it a name')
  const barrels = perImport(house, (_, { reExport, target }) =>
    reExport ? `re-exports ${target}; import it where it stands` : undefined,
  )
  expect([...defaults, ...barrels]).toEqual([])
})

test('the process belongs to main.ts, and the terminal to tui/terminal', () => {
  const files = house.filter(({ path }) => !path.endsWith('/main.ts') && !path.startsWith('tui/terminal/'))
  const uses = perLine(
    files,
    /\bprocess\.\w/,
    'touches the process, which belongs to main.ts; take what is needed as an argument',
  )
  const imports = perImport(files, (_, { target }) =>
    target === 'node:process' ? 'imports node:process, which belongs to main.ts' : undefined,
  )
  expect([...uses, ...imports]).toEqual([])
})

test('text goes to a terminal by one door in each program, which makes it harmless', () => {
  const DOORS = new Set(['tui/terminal/output.ts', 'tui/terminal/guard.ts', 'daemon/main.ts', 'daemon/log.ts'])
  const wrong = perLine(
    house.filter(({ path }) => !DOORS.has(path)),
    /\bconsole\.\w|\bprocess\.std(out|err)\.write\b|\bwriteSync\([12]\b|\bdestination\(/,
    'writes where a terminal may be; take the output that is given',
  )
  expect(wrong).toEqual([])
})
