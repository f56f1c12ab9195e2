/** The values used last, at most `size` of them. */
export class Recent<K, V> {
  readonly #size: number
  readonly #values = new Map<K, V>()

  constructor(size: number) {
    this.#size = size
  }

  get(key: K, make: () => V): V {
    let value = this.#values.get(key)
    if (value === undefined) value = make()
    else this.#values.delete(key)
    // A Map keeps the order of insertion, so the first key is the one used longest ago.
    this.#values.set(key, value)
    if (this.#values.size > this.#size) this.#values.delete(this.#values.keys().next().value as K)
    return value
  }
}
