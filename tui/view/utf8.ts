/** Whether bytes are UTF-8: unless the locale names another encoding, as few terminals still speak one and few minimal systems set a locale. */
export function speaksUtf8({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  return !/\.(?!utf-?8)/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
