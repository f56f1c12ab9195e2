/** What became of what left the screen. */
export type FilesMessage =
  | { readonly type: 'copied'; readonly what: string; readonly to: 'tmux' | 'terminal' | 'too-large' }
  | { readonly type: 'export-progress'; readonly rows: number; readonly total?: number }
  | { readonly type: 'exported'; readonly rows: number; readonly path: string }
  | { readonly type: 'export-failed'; readonly message: string; readonly cancelled: boolean }
