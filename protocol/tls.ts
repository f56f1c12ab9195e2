/** What a client speaks TLS with beside the system's own, each the text of a PEM file. */
export interface ClientTls {
  /** Whom to trust, instead of those the system trusts. */
  readonly ca?: string
  /** Shown to a daemon that asks for one; with its key. */
  readonly cert?: string
  readonly key?: string
}
