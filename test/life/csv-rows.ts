/** Reads CSV as RFC 4180 describes it, header row first, without any of the program's code. */
export function csvRows(text: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  const [head, ...body] = rows.slice(0, -1)
  return body.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i]!])))
}
