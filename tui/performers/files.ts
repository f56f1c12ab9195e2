import type { CopyName } from '../model/copy.js'
import type { ExportRequest, FilesEffect } from '../model/effect/files.js'
import { writeCopyFile } from './copy-file.js'
import { absolutePath, completePath, isThere, lookAtPath, shownPath } from './file-path.js'
import type { Hands, Performers } from './hands.js'

export function filesPerformers({ terminal, exportEvents, folders, asking, send }: Hands): Performers<FilesEffect> {
  const progress = (rows: number, total?: number) =>
    send({ type: 'export-progress', rows, ...(total !== undefined && { total }) })

  const write = async (asked: ExportRequest, overwrite: boolean, current: AbortSignal) => {
    const request = { ...asked, path: absolutePath(asked.path, folders) }
    if (!overwrite && (await isThere(request.path))) return send({ type: 'export-in-the-way' })
    current.throwIfAborted()
    const startedMs = performance.now()
    const { rows, path, sha256 } = await exportEvents(request, progress, current)
    send({ type: 'exported', rows, sha256, path: shownPath(path, folders), ms: performance.now() - startedMs })
  }

  const copy = async (text: string, what: string, name: CopyName) => {
    const to = await terminal.copy(text)
    if (to !== 'too-large') return send({ type: 'copied', what, to })
    const path = await writeCopyFile(text, name === 'event' ? 'event.json' : `${name}.txt`).catch(() => undefined)
    send({ type: 'copied', what, to, ...(path !== undefined && { path: shownPath(path, folders) }) })
  }

  return {
    export: ({ request, overwrite }) => {
      const current = asking.start('export')
      write(request, overwrite, current).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        send({ type: 'export-failed', message, cancelled: current.aborted })
      })
    },
    'cancel-export': () => asking.stop('export'),
    'look-at-path': ({ path }) =>
      asking.ask('look-at-path', async (current) => {
        const look = await lookAtPath(path, folders)
        if (!current.aborted) send({ type: 'path-looked-at', look })
      }),
    'complete-path': ({ path }) =>
      asking.ask('complete-path', async (current) => {
        const completed = await completePath(path, folders)
        if (!current.aborted) send({ type: 'path-completed', path, ...completed })
      }),
    copy: ({ text, what, name }) => void copy(text, what, name),
  }
}
