import type { FilesEffect } from '../model/effect/files.js'
import type { Hands, Performers } from './hands.js'

export function filesPerformers({ terminal, exportEvents, asking, send }: Hands): Performers<FilesEffect> {
  return {
    export: ({ request }) => {
      const current = asking.start('export')
      const progress = (rows: number, total?: number) =>
        send({ type: 'export-progress', rows, ...(total !== undefined && { total }) })
      exportEvents(request, progress, current).then(
        (written) => send({ type: 'exported', ...written }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          send({ type: 'export-failed', message, cancelled: current.aborted })
        },
      )
    },
    'cancel-export': () => asking.stop('export'),
    copy: ({ text, what }) => void terminal.copy(text).then((to) => send({ type: 'copied', what, to })),
  }
}
