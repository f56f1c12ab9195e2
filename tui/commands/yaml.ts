/** The value in a text of YAML, hence also of JSON. Rejects where it is none. Loaded when it is needed: most runs need it not. */
export async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  return parse(text)
}
