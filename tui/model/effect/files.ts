export interface ExportRequest {
  readonly filter: string
  readonly format: 'csv' | 'ndjson'
  readonly path: string
}

/** Something is to leave the screen. */
export type FilesEffect =
  | { readonly type: 'export'; readonly request: ExportRequest }
  | { readonly type: 'cancel-export' }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
