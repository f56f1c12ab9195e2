import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** The root, seen from here or from where the benchmark is built. */
export const PROJECT = import.meta.dirname.replace(/\/test\/(bench\/dist\/)?support$/, '')

/** One import, re-export, dynamic import or worker file; `target` is a project path for our own files, else a package name. */
export interface Import {
  readonly line: number
  readonly own: boolean
  readonly target: string
  readonly typeOnly: boolean
  readonly reExport: boolean
}

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string
  readonly lines: readonly string[]
  readonly imports: readonly Import[]
}

/** Every TypeScript file of the project below the given folders, in order of its path. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter(
      (path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !/(^|\/)(node_modules|dist|fixtures)\//.test(path),
    )
    .sort()
    .map(readSource)
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(PROJECT, path), 'utf8')
  return { path, lines: text.split('\n'), imports: importsOf(path, text) }
}

const IMPORT =
  /^(?<statement>import|export)\s+(?<type>type\s)?[^'"`;=()]*?\bfrom\s*'(?<from>[^']+)'|^import\s*'(?<effect>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)|new URL\('(?<worker>\.[^']+)', import\.meta\.url\)/gm

function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const { statement, type, from, effect, dynamic, worker } = match.groups!
    const specifier = (from ?? effect ?? dynamic ?? worker)!
    const own = specifier.startsWith('.') || specifier.startsWith('#')
    return {
      line: text.slice(0, match.index + match[0].length).split('\n').length,
      own,
      target: own ? ownPath(path, specifier) : packageName(specifier),
      typeOnly: type !== undefined,
      reExport: statement === 'export',
    }
  })
}

function ownPath(path: string, specifier: string): string {
  const target = specifier.startsWith('#') ? specifier.slice(1) : normalize(join(dirname(path), specifier))
  return target.replace(/\.js$/, '.ts')
}

const packageName = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** The line without its strings and comments, so that a word in prose is not taken for code. */
export function codeOf(line: string): string {
  return /^\s*(\*|\/\*)/.test(line)
    ? ''
    : line.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, "''").replace(/\/\/.*/, '')
}
