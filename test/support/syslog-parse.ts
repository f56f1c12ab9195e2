export interface SyslogMessage {
  readonly facility: number
  readonly severity: number
  readonly timestamp: string
  readonly hostname: string
  readonly app: string
  readonly procId: string
  readonly msgId: string
  readonly id: string
  readonly params: Readonly<Record<string, string>>
  readonly msg: string
}

const HEADER =
  /^<(\d{1,3})>1 (-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) \[([!#-<>-Z^-~]{1,32})/
const PARAM = /^ ([!#-<>-Z^-~]{1,32})="((?:[^"\\\]]|\\["\\\]])*)"/

/** By the grammar of RFC 5424 with one element of structured data; throws where it is not met. */
export function parseSyslog(text: string): SyslogMessage {
  const header = HEADER.exec(text)
  if (header === null) throw new Error(`Not a header of RFC 5424: ${text.slice(0, 120)}`)
  const [whole, pri, timestamp, hostname, app, procId, msgId, id] = header as unknown as string[]
  const params: Record<string, string> = {}
  let rest = text.slice(whole!.length)
  for (let found = PARAM.exec(rest); found !== null; found = PARAM.exec(rest)) {
    params[found[1]!] = found[2]!.replace(/\\(["\\\]])/g, '$1')
    rest = rest.slice(found[0].length)
  }
  if (!rest.startsWith('] ')) throw new Error(`Not structured data: ${rest.slice(0, 120)}`)
  return {
    facility: Math.floor(Number(pri) / 8),
    severity: Number(pri) % 8,
    timestamp: timestamp!,
    hostname: hostname!,
    app: app!,
    procId: procId!,
    msgId: msgId!,
    id: id!,
    params,
    msg: rest.slice(2),
  }
}
